package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** An interface object is an entity: without a key nobody could enter it. */
final class InterfaceObjectsKeyed implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    for (TypeNode type : subgraph.schema().types().values()) {
      if (type.interfaceObject() && !type.entity()) {
        new Report(sink)
            .error(
                ErrorCode.INTERFACE_OBJECT_USAGE_ERROR,
                type.name(),
                type.position(),
                type.name()
                    + " is an @interfaceObject without @key; give it the key of the interface");
      }
    }
  }
}
