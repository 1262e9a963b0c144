package ai.kompl.federation.composition.subgraph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types and directives of one schema. Root types are called Query, Mutation and Subscription
 * here, whatever they were called in SDL.
 *
 * @param types by name, in order of definition
 * @param directives definitions that the SDL gives and federation does not know
 * @param schemaDirectives applied to the schema element
 */
public record SchemaModel(
    Map<String, TypeNode> types,
    Map<String, DirectiveNode> directives,
    List<Applied> schemaDirectives) {
  /** Names of the root types, in the order query, mutation, subscription. */
  public static final List<String> ROOTS = List.of("Query", "Mutation", "Subscription");

  /** Scalars of the GraphQL specification. */
  public static final Set<String> BUILT_IN_SCALARS =
      Set.of("Int", "Float", "String", "Boolean", "ID");

  /** Copies the maps, keeping their order. */
  public SchemaModel {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    directives = Collections.unmodifiableMap(new LinkedHashMap<>(directives));
    schemaDirectives = List.copyOf(schemaDirectives);
  }

  /** The type of that name, or null; built-in scalars are found only when the SDL defines them. */
  public @Nullable TypeNode type(String name) {
    return types.get(name);
  }

  /** The kind of a type, null when it is not known; built-in scalars are known. */
  public @Nullable TypeKind kind(String name) {
    TypeNode type = types.get(name);
    if (type != null) {
      return type.kind();
    }
    return BUILT_IN_SCALARS.contains(name) ? TypeKind.SCALAR : null;
  }

  /** The field, or null when type or field do not exist. */
  public @Nullable FieldNode field(String type, String field) {
    TypeNode node = types.get(type);
    return node == null ? null : node.fields().get(field);
  }

  /** Names of the object types that a value of this type can have at run time. */
  public Set<String> runtimeTypes(String name) {
    TypeNode type = types.get(name);
    if (type == null) {
      return Set.of();
    }
    return switch (type.kind()) {
      case OBJECT -> Set.of(name);
      case UNION -> type.members();
      case INTERFACE -> implementations(name);
      case SCALAR, ENUM, INPUT_OBJECT -> Set.of();
    };
  }

  private Set<String> implementations(String name) {
    Set<String> found = new LinkedHashSet<>();
    for (TypeNode type : types.values()) {
      if (type.kind() == TypeKind.OBJECT && type.interfaces().contains(name)) {
        found.add(type.name());
      }
    }
    return found;
  }

  /** Objects and interfaces that implement the interface. */
  public List<TypeNode> implementers(String name) {
    List<TypeNode> found = new ArrayList<>();
    for (TypeNode type : types.values()) {
      if (type.interfaces().contains(name)) {
        found.add(type);
      }
    }
    return found;
  }

  /** The same with other types. */
  public SchemaModel withTypes(Map<String, TypeNode> others) {
    return new SchemaModel(others, directives, schemaDirectives);
  }
}
