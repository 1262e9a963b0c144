package ai.kompl.federation.operation;

import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.rights.Requirement;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeSet;
import ai.kompl.federation.supergraph.Protections;
import ai.kompl.federation.supergraph.Supergraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a selected field demands of the caller: what the field demands, what the type demands that
 * it is selected on, what both demand on the object that it turns out to be, and what the type of
 * the value demands. A field selected on an interface so needs what the interface's field needs,
 * and no object shows through an interface what it would not show itself.
 */
final class FieldRights {
  private final Protections protections;
  private final SupergraphSchema schema;
  private final GuardList guards;
  private final Map<Place, Map<Condition, TypeSet>> known = new HashMap<>();

  private record Place(String holder, String field, String valueType, TypeSet types) {}

  FieldRights(Supergraph supergraph, GuardList guards) {
    this.protections = supergraph.protections();
    this.schema = supergraph.schema();
    this.guards = guards;
  }

  /**
   * The object types by the condition under which callers may see the field on them.
   *
   * @param holder the type that it is selected on
   * @param valueType the named type of its value
   */
  Map<Condition, TypeSet> of(String holder, String field, String valueType, TypeSet types) {
    // The meta fields of the specification say what introspection says.
    if (protections.isEmpty() || field.startsWith("__")) {
      return Map.of(Condition.ALWAYS, types);
    }
    return known.computeIfAbsent(new Place(holder, field, valueType, types), this::find);
  }

  private Map<Condition, TypeSet> find(Place place) {
    Map<Condition, TypeSet> found = new LinkedHashMap<>();
    place
        .types()
        .forEach(type -> {
          String object = schema.objectTypes().name(type);
          found.merge(all(place, object), TypeSet.of(type), TypeSet::or);
        });
    return found;
  }

  private Condition all(Place place, String object) {
    List<String> coordinates =
        List.of(
            place.holder(),
            place.holder() + "." + place.field(),
            object,
            object + "." + place.field(),
            place.valueType());
    List<Requirement> demanded = new ArrayList<>();
    for (String coordinate : coordinates) {
      protections.of(coordinate).forEach(requirement -> add(requirement, demanded));
    }
    Condition condition = Condition.ALWAYS;
    for (Requirement requirement : demanded) {
      condition = Conditions.and(condition, guards.when(requirement));
    }
    return condition;
  }

  /** Keeps only what is not implied: an interface demands what its objects do, and more. */
  private static void add(Requirement requirement, List<Requirement> demanded) {
    if (demanded.stream().noneMatch(other -> other.implies(requirement))) {
      demanded.removeIf(requirement::implies);
      demanded.add(requirement);
    }
  }
}
