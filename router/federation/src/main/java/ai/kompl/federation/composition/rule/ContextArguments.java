package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.ContextSelection;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.List;

/**
 * {@code @fromContext} fills an argument of an entity's field from a context that is set and
 * selects one fitting value.
 */
final class ContextArguments implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Report report = new Report(sink);
    for (TypeNode type : subgraph.schema().types().values()) {
      for (FieldNode field : type.fields().values()) {
        for (InputNode argument : field.arguments().values()) {
          argument
              .all(FederationDirective.FROM_CONTEXT)
              .forEach(
                  applied -> new Check(subgraph, report, type, field, argument, applied).run());
        }
      }
    }
    subgraph
        .schema()
        .directives()
        .values()
        .forEach(directive ->
            directive
                .arguments()
                .values()
                .forEach(argument -> {
                  if (argument.has(FederationDirective.FROM_CONTEXT)) {
                    report.error(
                        ErrorCode.CONTEXT_NOT_SET,
                        "@" + directive.name(),
                        argument.position(),
                        "@fromContext cannot fill the argument "
                            + argument.name()
                            + " of the directive @"
                            + directive.name());
                  }
                }));
  }

  private record Check(
      Subgraph subgraph,
      Report report,
      TypeNode type,
      FieldNode field,
      InputNode argument,
      Applied applied) {

    private String coordinate() {
      return type.name() + "." + field.name() + "(" + argument.name() + ":)";
    }

    private void wrong(ErrorCode code, String message) {
      report.error(code, coordinate(), applied.position(), message);
    }

    void run() {
      if (type.kind() != TypeKind.OBJECT) {
        wrong(
            ErrorCode.CONTEXT_NOT_SET,
            "@fromContext cannot be used on "
                + coordinate()
                + ", since "
                + type.name()
                + " is abstract; use it in the implementations");
        return;
      }
      for (String name : type.interfaces()) {
        if (subgraph.schema().field(name, field.name()) != null) {
          wrong(
              ErrorCode.CONTEXT_NOT_SET,
              "@fromContext cannot be used on "
                  + coordinate()
                  + ", since the field implements "
                  + name
                  + "."
                  + field.name());
        }
      }
      if (argument.defaultValue() != null) {
        wrong(
            ErrorCode.CONTEXT_NOT_SET,
            coordinate()
                + " is filled from a context and cannot have a default; remove the default");
      }
      ContextSelection selection = ContextSelection.parse(applied.string("field"));
      if (selection == null || selection.selection().isEmpty()) {
        wrong(
            ErrorCode.NO_CONTEXT_IN_SELECTION,
            "@fromContext on "
                + coordinate()
                + " names no context; write field: \"$context { selection }\"");
        return;
      }
      checkSetters(selection);
      boolean resolvable =
          type.all(FederationDirective.KEY).stream().anyMatch(key -> key.flag("resolvable", true));
      if (!resolvable) {
        wrong(
            ErrorCode.CONTEXT_NO_RESOLVABLE_KEY,
            type.name() + " takes an argument from a context, so it needs a resolvable @key");
      }
    }

    private void checkSetters(ContextSelection selection) {
      List<TypeNode> setters =
          subgraph.schema().types().values().stream()
              .filter(setter -> sets(setter, selection.context()))
              .toList();
      if (setters.isEmpty()) {
        wrong(
            ErrorCode.CONTEXT_NOT_SET,
            "the context \""
                + selection.context()
                + "\" used by "
                + coordinate()
                + " is set by no type; apply @context(name: \""
                + selection.context()
                + "\") to one");
        return;
      }
      String problem =
          new ContextSelectionCheck(subgraph, argument.type())
              .problem(selection.selection(), setters);
      if (problem != null) {
        wrong(
            ErrorCode.CONTEXT_INVALID_SELECTION,
            "the selection of @fromContext on " + coordinate() + " does not fit: " + problem);
      }
    }

    private static boolean sets(TypeNode setter, String context) {
      return setter.all(FederationDirective.CONTEXT).stream()
          .anyMatch(applied -> context.equals(applied.string("name")));
    }
  }
}
