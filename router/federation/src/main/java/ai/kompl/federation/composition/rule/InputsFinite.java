package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import ai.kompl.federation.composition.subgraph.TypeRef;
import java.util.LinkedHashSet;
import java.util.Set;

/** No input object needs itself to be given (GraphQL specification 3.10, circular references). */
final class InputsFinite implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    for (TypeNode type : subgraph.schema().types().values()) {
      if (reaches(subgraph, type, type.name(), new LinkedHashSet<>())) {
        new Report(sink)
            .invalid(
                type.name(),
                type.position(),
                "input "
                    + type.name()
                    + " requires a value of itself without end; make a field on the way nullable");
      }
    }
  }

  private static boolean reaches(
      Subgraph subgraph, TypeNode type, String target, Set<String> seen) {
    for (InputNode input : type.inputs().values()) {
      if (!(input.type() instanceof TypeRef.NonNull(TypeRef.Named(String name)))) {
        continue;
      }
      TypeNode next = subgraph.type(name);
      boolean back =
          name.equals(target)
              || (next != null && seen.add(name) && reaches(subgraph, next, target, seen));
      if (back) {
        return true;
      }
    }
    return false;
  }
}
