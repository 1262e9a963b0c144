package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import graphql.language.Value;

/** A default is a value of its type. */
final class DefaultsFit implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    for (TypeNode type : subgraph.schema().types().values()) {
      type.inputs()
          .values()
          .forEach(input -> check(subgraph, type.name() + "." + input.name(), input, sink));
      type.fields()
          .values()
          .forEach(field ->
              field
                  .arguments()
                  .values()
                  .forEach(argument -> {
                    check(
                        subgraph,
                        type.name() + "." + field.name() + "(" + argument.name() + ":)",
                        argument,
                        sink);
                  }));
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
                  check(
                      subgraph,
                      "@" + directive.name() + "(" + argument.name() + ":)",
                      argument,
                      sink);
                }));
  }

  private static void check(
      Subgraph subgraph, String coordinate, InputNode input, ProblemSink sink) {
    Value<?> value = input.defaultValue();
    String problem =
        value == null
            ? null
            : new ConstantCheck(subgraph.schema(), true).problem(input.type(), value);
    if (problem != null) {
      new Report(sink)
          .invalid(
              coordinate,
              input.position(),
              "the default of " + coordinate + " does not fit: " + problem);
    }
  }
}
