package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.ContextSelection;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merges one field of an object or interface. */
final class OutputFields {
  private final MergeRun run;
  private final AccessSources access;
  private final ExternalCheck externalCheck;

  OutputFields(MergeRun run, AccessSources access) {
    this.run = run;
    this.access = access;
    this.externalCheck = new ExternalCheck(run);
  }

  /**
   * A merged field and its entries; no entries when all graphs of the type have it in the same way.
   */
  record Merged(FieldNode node, List<JoinField> joins, List<JoinDirective> directives) {}

  /** Merges; null when the field is external everywhere, which is reported. */
  @Nullable Merged merge(FieldSources sources, Overridden overridden) {
    List<Source<FieldNode>> owners = new ArrayList<>();
    List<Source<FieldNode>> externals = new ArrayList<>();
    for (Source<FieldNode> source : sources.present()) {
      boolean external = run.externals(source.subgraph()).external(sources.type(), sources.name());
      (external ? externals : owners).add(source);
    }
    if (owners.isEmpty() && !abstractedSomewhere(sources)) {
      String where = String.join(", ", Source.names(externals));
      String message =
          sources.coordinate()
              + " is external wherever it is declared ("
              + where
              + "); some subgraph must resolve it";
      run.sink()
          .error(
              ErrorCode.EXTERNAL_MISSING_ON_BASE,
              message,
              sources.coordinate(),
              Source.positions(externals));
      return null;
    }
    externals.forEach(external -> externalCheck.checkDirectives(sources.coordinate(), external));
    return merge(sources, owners, externals, overridden);
  }

  private boolean abstractedSomewhere(FieldSources sources) {
    return sources.abstracted().stream()
        .anyMatch(source ->
            !run.externals(source.subgraph()).external(source.element().type(), sources.name()));
  }

  private Merged merge(
      FieldSources sources,
      List<Source<FieldNode>> owners,
      List<Source<FieldNode>> externals,
      Overridden overridden) {
    String coordinate = sources.coordinate();
    List<Source<FieldNode>> typed = owners.isEmpty() ? externals : owners;
    TypeReferences.Merged type =
        new TypeReferences(run).merge(coordinate, typed, TypeReferences.Place.FIELD);
    FieldNode node =
        new FieldNode(
            sources.name(),
            new Descriptions(run.sink()).merge(coordinate, owners),
            type.type(),
            new Arguments(run).merge(coordinate, owners),
            run.applications().mergeWithAccess(coordinate, owners, access.of(coordinate)),
            typed.getFirst().element().position());
    externals.forEach(
        external -> externalCheck.checkDeclaration(coordinate, external, node, type.allEqual()));
    boolean needed = needsEntries(sources, overridden, type.allEqual());
    List<JoinField> joins = needed ? entries(sources, overridden, type.allEqual()) : List.of();
    return new Merged(node, joins, GraphDirectives.of(run, owners));
  }

  private boolean needsEntries(FieldSources sources, Overridden overridden, boolean allTypesEqual) {
    if (!allTypesEqual
        || overridden.anyUsed()
        || overridden.labelled()
        || !sources.absent().isEmpty()) {
      return true;
    }
    for (Source<FieldNode> source : sources.present()) {
      FieldNode field = source.element();
      boolean special =
          overridden.unused(source.name())
              || run.externals(source.subgraph()).external(sources.type(), sources.name())
              || field.has(FederationDirective.PROVIDES)
              || field.has(FederationDirective.REQUIRES)
              || field.arguments().values().stream()
                  .anyMatch(argument -> argument.has(FederationDirective.FROM_CONTEXT));
      if (special) {
        return true;
      }
    }
    return false;
  }

  private List<JoinField> entries(
      FieldSources sources, Overridden overridden, boolean allTypesEqual) {
    List<JoinField> entries = new ArrayList<>();
    for (Source<FieldNode> source : sources.present()) {
      String label = overridden.label(source.name());
      if (overridden.unused(source.name()) && label == null) {
        continue;
      }
      FieldNode field = source.element();
      entries.add(
          new JoinField(
              source.name(),
              argument(field, FederationDirective.REQUIRES, "fields"),
              argument(field, FederationDirective.PROVIDES, "fields"),
              allTypesEqual ? null : field.type().toString(),
              run.externals(source.subgraph()).external(sources.type(), sources.name()),
              argument(field, FederationDirective.OVERRIDE, "from"),
              overridden.used(source.name()),
              label,
              contextArguments(source)));
    }
    return entries;
  }

  private static @Nullable String argument(
      FieldNode field, FederationDirective directive, String argument) {
    Applied applied = field.first(directive);
    return applied == null ? null : applied.string(argument);
  }

  private static List<JoinField.ContextArgument> contextArguments(Source<FieldNode> source) {
    List<JoinField.ContextArgument> found = new ArrayList<>();
    for (InputNode argument : source.element().arguments().values()) {
      Applied applied = argument.first(FederationDirective.FROM_CONTEXT);
      ContextSelection selection =
          applied == null ? null : ContextSelection.parse(applied.string("field"));
      if (selection != null) {
        found.add(
            new JoinField.ContextArgument(
                argument.name(),
                argument.type().toString(),
                source.name() + "__" + selection.context(),
                selection.selection()));
      }
    }
    return found;
  }
}
