package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** Names that start with two underscores belong to introspection (GraphQL specification 3.10). */
final class NamesAllowed implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Report report = new Report(sink);
    for (TypeNode type : subgraph.schema().types().values()) {
      check(report, type.name(), type);
      type.inputs()
          .values()
          .forEach(input -> check(report, type.name() + "." + input.name(), input));
      for (FieldNode field : type.fields().values()) {
        check(report, type.name() + "." + field.name(), field);
        field
            .arguments()
            .values()
            .forEach(argument ->
                check(
                    report,
                    type.name() + "." + field.name() + "(" + argument.name() + ":)",
                    argument));
      }
    }
  }

  private static void check(Report report, String coordinate, Element element) {
    if (element.name().startsWith("__")) {
      report.invalid(
          coordinate,
          element.position(),
          "the name of "
              + coordinate
              + " must not start with __, which is for introspection; rename it");
    }
  }
}
