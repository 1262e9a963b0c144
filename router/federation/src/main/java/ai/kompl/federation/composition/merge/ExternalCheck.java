package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Literals;

/** An external field must look as its owners have it. */
final class ExternalCheck {
  private final MergeRun run;

  ExternalCheck(MergeRun run) {
    this.run = run;
  }

  /**
   * Reports directives that the supergraph would carry on a field which is not there to carry them.
   */
  void checkDirectives(String coordinate, Source<FieldNode> external) {
    for (Applied applied : external.element().directives()) {
      if (run.applications().carried(external.subgraph(), applied)
          && applied.known() != FederationDirective.CONTEXT) {
        String message =
            "["
                + external.name()
                + "] @"
                + applied.name()
                + " cannot be applied to "
                + coordinate
                + ", which is external there; apply it where the field is resolved";
        run.sink()
            .error(
                ErrorCode.MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL,
                message,
                coordinate,
                applied.position());
      }
    }
  }

  /** Compares the declaration with the merged field. */
  void checkDeclaration(
      String coordinate, Source<FieldNode> external, FieldNode merged, boolean allTypesEqual) {
    FieldNode field = external.element();
    boolean fits =
        field.type().equals(merged.type())
            || (!allTypesEqual && run.outline().subtype(field.type(), merged.type()));
    if (!fits) {
      String message =
          coordinate
              + " is external in "
              + external.name()
              + " with type "
              + field.type()
              + ", but its owners give it "
              + merged.type()
              + "; use that type";
      run.sink().error(ErrorCode.EXTERNAL_TYPE_MISMATCH, message, coordinate, field.position());
    }
    merged.arguments().values().forEach(argument -> checkArgument(coordinate, external, argument));
  }

  private void checkArgument(String coordinate, Source<FieldNode> external, InputNode merged) {
    InputNode argument = external.element().arguments().get(merged.name());
    String place = coordinate + "(" + merged.name() + ":)";
    String start = place + ", external in " + external.name() + ", ";
    if (argument == null) {
      run.sink()
          .error(
              ErrorCode.EXTERNAL_ARGUMENT_MISSING,
              start + "is missing there; declare it as its owners do",
              place,
              external.element().position());
      return;
    }
    if (!argument.type().equals(merged.type())
        && !run.outline().subtype(merged.type(), argument.type())) {
      run.sink()
          .error(
              ErrorCode.EXTERNAL_ARGUMENT_TYPE_MISMATCH,
              start + "has type " + argument.type() + " but its owners give it " + merged.type(),
              place,
              argument.position());
    }
    if (!Literals.same(argument.defaultValue(), merged.defaultValue())) {
      String message =
          start
              + "has the default "
              + Literals.text(argument.defaultValue())
              + " but its owners give it "
              + Literals.text(merged.defaultValue());
      run.sink()
          .error(ErrorCode.EXTERNAL_ARGUMENT_DEFAULT_MISMATCH, message, place, argument.position());
    }
  }
}
