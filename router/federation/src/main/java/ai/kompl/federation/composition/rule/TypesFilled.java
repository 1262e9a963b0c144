package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;

/**
 * Objects, interfaces, unions, enums and inputs have at least one part (GraphQL specification 3.6
 * to 3.10).
 */
final class TypesFilled implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    for (TypeNode type : subgraph.schema().types().values()) {
      boolean empty =
          switch (type.kind()) {
            case SCALAR -> false;
            case OBJECT, INTERFACE -> type.fields().isEmpty();
            case UNION -> type.members().isEmpty();
            case ENUM -> type.values().isEmpty();
            case INPUT_OBJECT -> type.inputs().isEmpty();
          };
      if (empty && type.defined()) {
        new Report(sink)
            .invalid(
                type.name(),
                type.position(),
                type.kind().keyword()
                    + " "
                    + type.name()
                    + " is empty; give it a field, member or value, or remove it");
      }
    }
  }
}
