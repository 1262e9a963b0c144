package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.Externals;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.FieldSet;
import ai.kompl.federation.composition.subgraph.FieldSetParser;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import graphql.language.StringValue;
import graphql.language.Value;
import org.jspecify.annotations.Nullable;

/** What holds for the field sets of {@code @key}, {@code @requires} and {@code @provides} alike. */
final class FieldSetCheck {
  /** One of the three directives, with what differs between them. */
  enum Kind {
    KEY(
        ErrorCode.KEY_INVALID_FIELDS_TYPE,
        ErrorCode.KEY_INVALID_FIELDS,
        ErrorCode.KEY_DIRECTIVE_IN_FIELDS_ARG,
        ErrorCode.KEY_FIELDS_HAS_ARGS,
        null),
    REQUIRES(
        ErrorCode.REQUIRES_INVALID_FIELDS_TYPE,
        ErrorCode.REQUIRES_INVALID_FIELDS,
        ErrorCode.REQUIRES_DIRECTIVE_IN_FIELDS_ARG,
        null,
        ErrorCode.REQUIRES_FIELDS_MISSING_EXTERNAL),
    PROVIDES(
        ErrorCode.PROVIDES_INVALID_FIELDS_TYPE,
        ErrorCode.PROVIDES_INVALID_FIELDS,
        ErrorCode.PROVIDES_DIRECTIVE_IN_FIELDS_ARG,
        ErrorCode.PROVIDES_FIELDS_HAS_ARGS,
        ErrorCode.PROVIDES_FIELDS_MISSING_EXTERNAL);

    private final ErrorCode wrongType;
    private final ErrorCode invalid;
    private final ErrorCode decorated;
    private final @Nullable ErrorCode arguments;
    private final @Nullable ErrorCode missingExternal;

    Kind(
        ErrorCode wrongType,
        ErrorCode invalid,
        ErrorCode decorated,
        @Nullable ErrorCode arguments,
        @Nullable ErrorCode missingExternal) {
      this.wrongType = wrongType;
      this.invalid = invalid;
      this.decorated = decorated;
      this.arguments = arguments;
      this.missingExternal = missingExternal;
    }
  }

  private final Subgraph subgraph;
  private final Externals externals;
  private final Report report;
  private final Kind kind;

  FieldSetCheck(Subgraph subgraph, Report report, Kind kind) {
    this.subgraph = subgraph;
    this.externals = new Externals(subgraph);
    this.report = report;
    this.kind = kind;
  }

  /** Checks one application; answers its field set, or null when it is not usable. */
  @Nullable FieldSet check(String coordinate, Applied applied, TypeNode parent) {
    Value<?> value = applied.arguments().get("fields");
    if (!(value instanceof StringValue string)) {
      report.error(
          kind.wrongType,
          coordinate,
          applied.position(),
          said(applied, coordinate) + " has fields that are not a string; write them in quotes");
      return null;
    }
    FieldSetParser.Outcome outcome = FieldSetParser.parse(String.valueOf(string.getValue()));
    if (outcome instanceof FieldSetParser.Outcome.Malformed(String reason)) {
      report.error(
          kind.invalid,
          coordinate,
          applied.position(),
          said(applied, coordinate) + " is not a field set: " + reason);
      return null;
    }
    FieldSet fields =
        outcome instanceof FieldSetParser.Outcome.Parsed(FieldSet parsed) ? parsed : FieldSet.EMPTY;
    if (fields.isEmpty()) {
      report.error(
          kind.invalid,
          coordinate,
          applied.position(),
          said(applied, coordinate) + " selects nothing");
      return null;
    }
    return new Walk(coordinate, applied).fields(parent, fields, false) ? fields : null;
  }

  private static String said(Applied applied, String coordinate) {
    return applied.text() + " on " + coordinate;
  }

  /** One walk over a field set; answers whether it selects what is there. */
  private final class Walk {
    private final String coordinate;
    private final Applied applied;

    Walk(String coordinate, Applied applied) {
      this.coordinate = coordinate;
      this.applied = applied;
    }

    private boolean wrong(ErrorCode code, String what) {
      report.error(code, coordinate, applied.position(), said(applied, coordinate) + ": " + what);
      return false;
    }

    boolean fields(TypeNode parent, FieldSet fields, boolean belowExternal) {
      boolean sound = true;
      for (FieldSet.Part part : fields.parts()) {
        sound &=
            switch (part) {
              case FieldSet.Pick pick -> pick(parent, pick, belowExternal);
              case FieldSet.Narrow narrow -> narrow(parent, narrow, belowExternal);
            };
      }
      return sound;
    }

    private void directive(String name) {
      boolean defined =
          subgraph.schema().directives().containsKey(name) || subgraph.links().known(name) != null;
      wrong(
          defined ? kind.decorated : kind.invalid,
          "the directive @" + name + " is not allowed in the fields");
    }

    private boolean narrow(TypeNode parent, FieldSet.Narrow narrow, boolean belowExternal) {
      narrow.directives().forEach(this::directive);
      TypeNode type = narrow.type() == null ? parent : subgraph.type(narrow.type());
      if (type == null || !type.kind().composite()) {
        return wrong(
            kind.invalid, "the type " + narrow.type() + " is not defined or has no fields");
      }
      return fields(type, narrow.below(), belowExternal);
    }

    private boolean pick(TypeNode parent, FieldSet.Pick pick, boolean belowExternal) {
      pick.directives().forEach(this::directive);
      if (pick.alias() != null) {
        return wrong(kind.invalid, "the alias " + pick.alias() + " is not allowed");
      }
      if (pick.name().equals("__typename")) {
        return true;
      }
      FieldNode field = parent.fields().get(pick.name());
      if (field == null) {
        return wrong(kind.invalid, parent.name() + " has no field " + pick.name());
      }
      return arguments(parent, field, pick) && below(parent, field, pick, belowExternal);
    }

    private boolean arguments(TypeNode parent, FieldNode field, FieldSet.Pick pick) {
      if (kind.arguments != null && !field.arguments().isEmpty()) {
        wrong(
            kind.arguments,
            "the field "
                + parent.name()
                + "."
                + field.name()
                + " has arguments, which is not allowed here");
        return pick.arguments().isEmpty();
      }
      for (String given : pick.arguments().keySet()) {
        if (!field.arguments().containsKey(given)) {
          return wrong(
              kind.invalid, parent.name() + "." + field.name() + " has no argument " + given);
        }
      }
      for (InputNode argument : field.arguments().values()) {
        if (argument.mandatory() && !pick.arguments().containsKey(argument.name())) {
          return wrong(
              kind.invalid,
              parent.name() + "." + field.name() + " needs the argument " + argument.name());
        }
      }
      return true;
    }

    private boolean below(
        TypeNode parent, FieldNode field, FieldSet.Pick pick, boolean belowExternal) {
      String base = field.type().baseName();
      TypeKind baseKind = subgraph.schema().kind(base);
      boolean composite = baseKind != null && baseKind.composite();
      if (composite == pick.below().isEmpty()) {
        return wrong(
            kind.invalid,
            parent.name()
                + "."
                + field.name()
                + (composite ? " needs a selection of its fields" : " has no fields to select"));
      }
      boolean external = externals.external(parent.name(), field.name());
      if (!composite) {
        checkExternal(parent, field, external || belowExternal);
        return true;
      }
      TypeNode type = subgraph.type(base);
      boolean through = belowExternal || external || externalInImplementation(parent, field);
      return type != null && fields(type, pick.below(), through);
    }

    private void checkExternal(TypeNode parent, FieldNode field, boolean external) {
      if (kind.missingExternal != null && !external) {
        String why =
            externals.marked(parent.name(), field.name())
                ? " (it is marked, but as the key of an extension it is known there)"
                : "";
        wrong(
            kind.missingExternal,
            "the subgraph resolves "
                + parent.name()
                + "."
                + field.name()
                + " itself, it is not external"
                + why
                + "; leave it out");
      }
    }

    private boolean externalInImplementation(TypeNode parent, FieldNode field) {
      return parent.kind() == TypeKind.INTERFACE
          && subgraph.schema().runtimeTypes(parent.name()).stream()
              .anyMatch(name -> externals.external(name, field.name()));
    }
  }
}
