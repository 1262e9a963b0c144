package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Literals;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import ai.kompl.federation.composition.subgraph.TypeRef;
import graphql.language.IntValue;
import java.util.List;

/**
 * {@code @listSize} speaks of lists, of integer arguments and of fields that are there (cost
 * specification).
 */
final class ListSizes implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    for (TypeNode type : subgraph.schema().types().values()) {
      for (FieldNode field : type.fields().values()) {
        for (Applied applied : field.all(FederationDirective.LIST_SIZE)) {
          new Check(subgraph, type.name() + "." + field.name(), field, applied, new Report(sink))
              .run();
        }
      }
    }
  }

  private record Check(
      Subgraph subgraph, String coordinate, FieldNode field, Applied applied, Report report) {

    void run() {
      List<String> sized = Literals.strings(applied.arguments().get("sizedFields"));
      if (sized.isEmpty() && !field.type().list()) {
        wrong(
            ErrorCode.LIST_SIZE_APPLIED_TO_NON_LIST,
            coordinate + " is no list; name the lists below it in sizedFields or remove @listSize");
      }
      if (applied.arguments().get("assumedSize") instanceof IntValue size
          && size.getValue().signum() < 0) {
        wrong(
            ErrorCode.LIST_SIZE_INVALID_ASSUMED_SIZE,
            "the assumedSize on " + coordinate + " is negative");
      }
      Literals.strings(applied.arguments().get("slicingArguments")).forEach(this::slicing);
      sized.forEach(this::sized);
    }

    private void wrong(ErrorCode code, String message) {
      report.error(code, coordinate, applied.position(), message);
    }

    private void slicing(String name) {
      InputNode argument = field.arguments().get(name);
      if (argument == null) {
        wrong(
            ErrorCode.LIST_SIZE_INVALID_SLICING_ARGUMENT,
            coordinate + " has no argument " + name + " to slice by");
      } else if (!argument.type().optional().equals(new TypeRef.Named("Int"))) {
        wrong(
            ErrorCode.LIST_SIZE_INVALID_SLICING_ARGUMENT,
            "the slicing argument "
                + name
                + " of "
                + coordinate
                + " must be Int, not "
                + argument.type());
      }
    }

    private void sized(String name) {
      TypeNode type = subgraph.type(field.type().baseName());
      if (type == null || !type.kind().composite()) {
        wrong(
            ErrorCode.LIST_SIZE_INVALID_SIZED_FIELD,
            coordinate + " has no fields, so none can be sized");
        return;
      }
      FieldNode target = type.fields().get(name);
      if (target == null) {
        wrong(
            ErrorCode.LIST_SIZE_INVALID_SIZED_FIELD,
            type.name() + " has no field " + name + " to be sized by " + coordinate);
      } else if (!target.type().list()) {
        wrong(
            ErrorCode.LIST_SIZE_APPLIED_TO_NON_LIST,
            "the sized field " + type.name() + "." + name + " is no list");
      }
    }
  }
}
