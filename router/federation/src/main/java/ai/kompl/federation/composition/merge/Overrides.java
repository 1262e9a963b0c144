package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Applies {@code @override}: which subgraph loses a field to which other, wholly or by label. */
final class Overrides {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z][a-zA-Z0-9_\\-:./]*");
  private static final Pattern PERCENT =
      Pattern.compile("percent\\((\\d{1,2}(\\.\\d{1,8})?|100)\\)");

  private final MergeRun run;

  Overrides(MergeRun run) {
    this.run = run;
  }

  Overridden of(FieldSources sources) {
    Overridden result = new Overridden();
    for (Source<FieldNode> source : sources.present()) {
      Applied override = source.element().first(FederationDirective.OVERRIDE);
      if (override != null) {
        apply(sources, source, override, result);
      }
    }
    return result;
  }

  private void apply(
      FieldSources sources, Source<FieldNode> source, Applied override, Overridden result) {
    String coordinate = sources.coordinate();
    TypeNode parent = source.subgraph().type(sources.type());
    String from = override.string("from");
    if (parent == null || from == null) {
      return;
    }
    if (parent.kind() == TypeKind.INTERFACE) {
      refuse(
          ErrorCode.OVERRIDE_ON_INTERFACE,
          source,
          override,
          coordinate,
          "is a field of an interface, which nothing resolves; override the fields of its implementations");
    } else if (parent.interfaceObject()) {
      refuse(
          ErrorCode.OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE,
          source,
          override,
          coordinate,
          "belongs to an @interfaceObject, where @override is not supported");
    } else if (run.subgraph(from) == null) {
      result.unknownTarget(source.name());
      String message =
          "@override on "
              + coordinate
              + " of subgraph "
              + source.name()
              + " names the subgraph \""
              + from
              + "\", which does not exist";
      run.sink()
          .hint(HintCode.FROM_SUBGRAPH_DOES_NOT_EXIST, message, coordinate, List.of(source.name()));
    } else if (from.equals(source.name())) {
      refuse(
          ErrorCode.OVERRIDE_FROM_SELF_ERROR,
          source,
          override,
          coordinate,
          "overrides its own subgraph; name the subgraph that resolved the field before");
    } else {
      applyToOther(sources, source, override, result);
    }
  }

  private void refuse(
      ErrorCode code, Source<FieldNode> source, Applied override, String coordinate, String why) {
    run.sink()
        .error(
            code,
            "[" + source.name() + "] @override cannot be used on " + coordinate + ": it " + why,
            coordinate,
            override.position());
  }

  private void applyToOther(
      FieldSources sources, Source<FieldNode> source, Applied override, Overridden result) {
    String coordinate = sources.coordinate();
    String from = String.valueOf(override.string("from"));
    Source<FieldNode> target = find(sources, from);
    if (target != null && target.element().has(FederationDirective.OVERRIDE)) {
      refuse(
          ErrorCode.OVERRIDE_SOURCE_HAS_OVERRIDE,
          source,
          override,
          coordinate,
          "is overridden in " + from + " too; only one subgraph may override a field");
    } else if (target == null
        && sources.abstracted().stream().anyMatch(field -> field.name().equals(from))) {
      refuse(
          ErrorCode.OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE,
          source,
          override,
          coordinate,
          "comes from an @interfaceObject in "
              + from
              + ", which cannot be overridden for one implementation");
    } else if (target == null) {
      String message =
          coordinate
              + " is not in subgraph "
              + from
              + " any more; its @override in "
              + source.name()
              + " can be removed";
      run.sink()
          .hint(
              HintCode.OVERRIDE_DIRECTIVE_CAN_BE_REMOVED,
              message,
              coordinate,
              List.of(source.name()));
    } else if (!collides(sources, source, target, override)) {
      take(sources, source, target, override, result);
    }
  }

  private static @Nullable Source<FieldNode> find(FieldSources sources, String subgraph) {
    for (Source<FieldNode> source : sources.present()) {
      if (source.name().equals(subgraph)) {
        return source;
      }
    }
    return null;
  }

  private boolean collides(
      FieldSources sources, Source<FieldNode> source, Source<FieldNode> target, Applied override) {
    String where = null;
    for (FederationDirective directive :
        List.of(FederationDirective.REQUIRES, FederationDirective.PROVIDES)) {
      if (target.element().has(directive)) {
        where = "carries @" + directive.specName() + " in " + target.name();
      }
    }
    if (run.externals(source.subgraph()).external(sources.type(), sources.name())) {
      where = "is @external in " + source.name();
    }
    if (where == null) {
      return false;
    }
    refuse(
        ErrorCode.OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE,
        source,
        override,
        sources.coordinate(),
        where);
    return true;
  }

  private void take(
      FieldSources sources,
      Source<FieldNode> source,
      Source<FieldNode> target,
      Applied override,
      Overridden result) {
    String coordinate = sources.coordinate();
    String label = override.string("label");
    boolean used = run.facts(target.subgraph()).used(sources.type(), sources.name());
    if (run.externals(target.subgraph()).external(sources.type(), sources.name())) {
      String message =
          coordinate
              + " is @external in subgraph "
              + target.name()
              + " already; its @override in "
              + source.name()
              + " can be removed";
      run.sink()
          .hint(
              HintCode.OVERRIDE_DIRECTIVE_CAN_BE_REMOVED,
              message,
              coordinate,
              List.of(source.name()));
    } else {
      mark(result, target.name(), used);
      if (label == null) {
        String still =
            used
                ? "; it is still used by directives or interfaces there, so mark it @external or remove both"
                : "; it can be removed there";
        run.sink()
            .hint(
                HintCode.OVERRIDDEN_FIELD_CAN_BE_REMOVED,
                coordinate
                    + " of subgraph "
                    + target.name()
                    + " is overridden by "
                    + source.name()
                    + still,
                coordinate,
                List.of(target.name()));
      }
    }
    if (label != null) {
      applyLabel(coordinate, source, target, override, result);
    }
  }

  private static void mark(Overridden result, String subgraph, boolean used) {
    if (used) {
      result.markUsed(subgraph);
    } else {
      result.markUnused(subgraph);
    }
  }

  private void applyLabel(
      String coordinate,
      Source<FieldNode> source,
      Source<FieldNode> target,
      Applied override,
      Overridden result) {
    String label = String.valueOf(override.string("label"));
    if (LABEL.matcher(label).matches() || PERCENT.matcher(label).matches()) {
      result.label(source.name(), label);
      result.label(target.name(), label);
    } else {
      refuse(
          ErrorCode.OVERRIDE_LABEL_INVALID,
          source,
          override,
          coordinate,
          "has the label \""
              + label
              + "\"; a label starts with a letter and goes on with letters, digits and _ - : . /, or is percent(x) with x from 0 to 100");
    }
    String message =
        coordinate
            + " is being moved from subgraph "
            + target.name()
            + " to "
            + source.name()
            + "; once done, remove it from "
            + target.name();
    run.sink()
        .hint(HintCode.OVERRIDE_MIGRATION_IN_PROGRESS, message, coordinate, List.of(target.name()));
  }
}
