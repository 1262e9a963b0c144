package ai.kompl.federation.composition.contract;

import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.EnumValueNode;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The schema as clients see it: what is marked {@code @inaccessible} is left out. */
public final class VisibleSchema {
  private final SchemaModel schema;

  private VisibleSchema(SchemaModel schema) {
    this.schema = schema;
  }

  /** The visible part of a merged schema. */
  public static SchemaModel of(SchemaModel schema) {
    return new VisibleSchema(schema).visible();
  }

  private SchemaModel visible() {
    Map<String, TypeNode> types = new LinkedHashMap<>();
    for (TypeNode type : schema.types().values()) {
      if (shown(type)) {
        types.put(type.name(), visible(type));
      }
    }
    return schema.withTypes(types);
  }

  private static boolean shown(Element element) {
    return !element.has(FederationDirective.INACCESSIBLE);
  }

  private boolean shownType(String name) {
    TypeNode type = schema.type(name);
    return type == null || shown(type);
  }

  private TypeNode visible(TypeNode type) {
    Map<String, FieldNode> fields = new LinkedHashMap<>();
    type.fields().values().stream()
        .filter(VisibleSchema::shown)
        .forEach(field -> fields.put(field.name(), visible(field)));
    Map<String, EnumValueNode> values = new LinkedHashMap<>();
    type.values().values().stream()
        .filter(VisibleSchema::shown)
        .forEach(value -> values.put(value.name(), value));
    return type.withFields(fields)
        .withValues(values)
        .withInputs(visible(type.inputs()))
        .withInterfaces(visible(type.interfaces()))
        .withMembers(visible(type.members()));
  }

  private static FieldNode visible(FieldNode field) {
    return field.withArguments(visible(field.arguments()));
  }

  private static Map<String, InputNode> visible(Map<String, InputNode> inputs) {
    Map<String, InputNode> out = new LinkedHashMap<>();
    inputs.values().stream()
        .filter(VisibleSchema::shown)
        .forEach(input -> out.put(input.name(), input));
    return out;
  }

  private Set<String> visible(Set<String> names) {
    Set<String> out = new LinkedHashSet<>(names);
    out.removeIf(name -> !shownType(name));
    return out;
  }
}
