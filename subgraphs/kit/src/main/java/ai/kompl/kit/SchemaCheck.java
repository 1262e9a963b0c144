package ai.kompl.kit;

import graphql.language.Argument;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares a schema with its resolvers in both directions and names every coordinate that one has
 * and the other lacks.
 */
final class SchemaCheck {

  private final Map<String, List<ObjectTypeDefinition>> types = new LinkedHashMap<>();
  private final Resolvers resolvers;
  private final List<String> findings = new ArrayList<>();

  private SchemaCheck(TypeDefinitionRegistry schema, Resolvers resolvers) {
    this.resolvers = resolvers;
    schema.getTypes(ObjectTypeDefinition.class).forEach(this::keep);
    schema.objectTypeExtensions().values().forEach(parts -> parts.forEach(this::keep));
  }

  private void keep(ObjectTypeDefinition type) {
    types.computeIfAbsent(type.getName(), _ -> new ArrayList<>()).add(type);
  }

  /**
   * Checks a subgraph.
   *
   * @throws SchemaMismatch naming all that does not fit
   */
  static void check(String subgraph, TypeDefinitionRegistry schema, Resolvers resolvers) {
    var check = new SchemaCheck(schema, resolvers);
    check.rootFieldsAreAnswered();
    check.entitiesAreAnswered();
    check.resolversHaveAField();
    check.valuesHaveTheFields();
    if (!check.findings.isEmpty()) {
      throw new SchemaMismatch(subgraph, check.findings);
    }
  }

  private void rootFieldsAreAnswered() {
    for (String root : List.of("Query", "Mutation")) {
      for (String field : fields(root)) {
        var coordinate = new Coordinate(root, field);
        if (!resolvers.fields().containsKey(coordinate)) {
          findings.add(coordinate + " has no resolver");
        }
      }
    }
  }

  private void entitiesAreAnswered() {
    types.forEach((name, parts) -> {
      if (isResolvableEntity(parts) && !resolvers.entities().containsKey(name)) {
        findings.add("entity " + name + " has no resolver");
      }
    });
    for (String name : resolvers.entities().keySet()) {
      if (!isResolvableEntity(types.getOrDefault(name, List.of()))) {
        findings.add("entity " + name + " has a resolver but no resolvable @key in the schema");
      }
    }
  }

  private static boolean isResolvableEntity(List<ObjectTypeDefinition> parts) {
    return parts.stream()
        .flatMap(part -> part.getDirectives("key").stream())
        .anyMatch(SchemaCheck::isResolvable);
  }

  private static boolean isResolvable(Directive key) {
    Argument resolvable = key.getArgument("resolvable");
    return resolvable == null
        || !(resolvable.getValue() instanceof BooleanValue value)
        || value.isValue();
  }

  private void resolversHaveAField() {
    for (Coordinate coordinate : resolvers.fields().keySet()) {
      if (!fields(coordinate.type()).contains(coordinate.field())) {
        findings.add(coordinate + " has a resolver but is not in the schema");
      }
    }
  }

  private void valuesHaveTheFields() {
    resolvers
        .types()
        .forEach((values, name) -> {
          if (!types.containsKey(name)) {
            findings.add("type " + name + " is joined to " + values + " but not in the schema");
          }
          fields(name).stream()
              .filter(field -> !resolvers.fields().containsKey(new Coordinate(name, field)))
              .filter(field -> !hasAccessor(values, field))
              .forEach(field ->
                  findings.add(
                      "%s.%s has no resolver and %s no accessor of that name"
                          .formatted(name, field, values.getSimpleName())));
        });
  }

  private static boolean hasAccessor(Class<?> values, String field) {
    for (var method : values.getMethods()) {
      if (method.getName().equals(field) && method.getParameterCount() == 0) {
        return true;
      }
    }
    return false;
  }

  private Set<String> fields(String type) {
    Set<String> names = new LinkedHashSet<>();
    for (ObjectTypeDefinition part : types.getOrDefault(type, List.of())) {
      part.getFieldDefinitions().stream().map(FieldDefinition::getName).forEach(names::add);
    }
    return names;
  }
}
