package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldSetParser;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A key of an interface is a key of all its implementations in the same subgraph. */
final class InterfaceKeysOnImplementations implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    for (TypeNode type : subgraph.schema().types().values()) {
      if (type.kind() == TypeKind.INTERFACE) {
        type.all(FederationDirective.KEY)
            .forEach(key -> check(subgraph, type, key, new Report(sink)));
      }
    }
  }

  private static void check(Subgraph subgraph, TypeNode type, Applied key, Report report) {
    for (String name : subgraph.schema().runtimeTypes(type.name())) {
      TypeNode implementation = subgraph.type(name);
      Applied same = implementation == null ? null : matching(implementation, key);
      String coordinate = name;
      if (same == null) {
        report.error(
            ErrorCode.INTERFACE_KEY_NOT_ON_IMPLEMENTATION,
            coordinate,
            key.position(),
            name
                + " implements "
                + type.name()
                + " but lacks its key; add "
                + key.text()
                + " to "
                + name);
      } else if (key.flag("resolvable", true) && !same.flag("resolvable", true)) {
        report.error(
            ErrorCode.INTERFACE_KEY_NOT_ON_IMPLEMENTATION,
            coordinate,
            same.position(),
            "the key of " + name + " must be resolvable, as that of " + type.name() + " is");
      }
    }
  }

  private static @Nullable Applied matching(TypeNode implementation, Applied key) {
    for (Applied candidate : implementation.all(FederationDirective.KEY)) {
      if (normal(candidate).equals(normal(key))) {
        return candidate;
      }
    }
    return null;
  }

  private static Set<String> normal(Applied key) {
    Set<String> parts = new TreeSet<>();
    String fields = key.string("fields");
    if (fields != null) {
      FieldSetParser.parseChecked(fields).parts().forEach(part -> parts.add(part.toString()));
    }
    return parts;
  }
}
