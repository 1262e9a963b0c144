package ai.kompl.federation.composition.contract;

import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The types that root fields and directives lead to. */
final class ReachableTypes {
  private final SchemaModel schema;
  private final Set<String> found = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  private ReachableTypes(SchemaModel schema) {
    this.schema = schema;
  }

  static Set<String> of(SchemaModel schema) {
    return new ReachableTypes(schema).run();
  }

  private Set<String> run() {
    SchemaModel.ROOTS.forEach(this::reach);
    schema
        .directives()
        .values()
        .forEach(directive ->
            directive.arguments().values().forEach(argument -> reach(argument.type().baseName())));
    while (!open.isEmpty()) {
      TypeNode type = schema.type(open.remove());
      if (type != null) {
        follow(type);
      }
    }
    return found;
  }

  private void reach(String type) {
    if (found.add(type)) {
      open.add(type);
    }
  }

  private void follow(TypeNode type) {
    for (FieldNode field : type.fields().values()) {
      reach(field.type().baseName());
      field.arguments().values().forEach(argument -> reach(argument.type().baseName()));
    }
    type.inputs().values().forEach(input -> reach(input.type().baseName()));
    type.members().forEach(this::reach);
    type.interfaces().forEach(this::reach);
    schema.implementers(type.name()).forEach(implementer -> reach(implementer.name()));
  }
}
