package ai.kompl.federation.testkit;

import ai.kompl.federation.testkit.GeneratedWorld.EntityType;
import ai.kompl.federation.testkit.GeneratedWorld.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What of a generated world is protected, and, apart from the engine, for whom. */
public final class Protected {
  private static final List<Demand> DEMANDS =
      List.of(
          new Demand("@authenticated ", Held::known),
          new Demand(
              "@requiresScopes(scopes: [[\"a\"], [\"b\", \"c\"]]) ",
              held -> held.scopes().contains("a") || held.scopes().containsAll(List.of("b", "c"))),
          new Demand("@requiresScopes(scopes: [[\"b\"]]) ", held -> held.scopes().contains("b")),
          new Demand("@policy(policies: [[\"p\"]]) ", held -> held.policies().contains("p")));

  private final Map<String, Demand> byCoordinate = new TreeMap<>();
  private final List<String> typeNames;

  private record Demand(String directive, Predicate<Held> met) {}

  Protected(List<EntityType> types, long seed) {
    Random random = new Random(seed * 31);
    this.typeNames = types.stream().map(EntityType::name).toList();
    for (EntityType type : types) {
      maybe(type.name(), 5, random);
      maybe(type.name() + ".id", 8, random);
      maybe(type.name() + ".label", 3, random);
      maybe(type.name() + ".peer", 3, random);
      maybe("Query.t" + type.name().substring(1), 6, random);
      type.fields().forEach(field -> maybe(type.name() + "." + field.name(), 3, random));
      type.fields().forEach(field -> asRequired(type.name(), field));
    }
  }

  private void maybe(String coordinate, int oneOf, Random random) {
    if (random.nextInt(oneOf) == 0) {
      byCoordinate.put(coordinate, DEMANDS.get(random.nextInt(DEMANDS.size())));
    }
  }

  /** A field that requires a protected one must be protected as well. */
  private void asRequired(String type, Field field) {
    Demand required = byCoordinate.get(type + "." + field.requires());
    if (required != null) {
      byCoordinate.put(type + "." + field.name(), required);
    }
  }

  String directives(String coordinate) {
    Demand demand = byCoordinate.get(coordinate);
    return demand == null ? " " : demand.directive();
  }

  /**
   * Whether a caller may see a field selected on a type, on an object of another.
   *
   * @param holder the type that it is selected on
   * @param valueType the named type of its value
   */
  boolean allows(Held held, String holder, String object, String field, String valueType) {
    List<String> demanding = new ArrayList<>(List.of(object, object + "." + field));
    demanding.addAll(of(holder, null));
    demanding.addAll(of(holder, field));
    demanding.addAll(of(valueType, null));
    return demanding.stream()
        .map(byCoordinate::get)
        .allMatch(demand -> demand == null || demand.met().test(held));
  }

  /** The interface demands what any implementation demands. */
  private List<String> of(String type, @Nullable String field) {
    List<String> names = type.equals("Node") ? typeNames : List.of(type);
    return names.stream().map(name -> field == null ? name : name + "." + field).toList();
  }
}
