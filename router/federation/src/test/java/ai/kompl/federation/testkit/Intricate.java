package ai.kompl.federation.testkit;

import ai.kompl.federation.testkit.GeneratedWorld.EntityType;
import ai.kompl.federation.testkit.GeneratedWorld.Field;
import ai.kompl.federation.testkit.GeneratedWorld.FieldKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What makes the subgraphs of a generated world harder to plan for: a second key, so that some of
 * them are reached by way of others only, and fields that links provide.
 */
final class Intricate {
  private static final List<Set<String>> KEYS =
      List.of(Set.of("id"), Set.of("sku"), Set.of("id", "sku"));

  private final Map<String, Set<String>> keys = new HashMap<>();
  private final Map<String, String> provides = new HashMap<>();
  private final Map<String, Set<String>> provided = new HashMap<>();
  private final Set<String> shared = new TreeSet<>();

  Intricate(List<EntityType> types, List<String> subgraphs, long seed) {
    Random random = new Random(seed + 77);
    for (EntityType type : types) {
      for (String subgraph : subgraphs) {
        keys.put(subgraph + "/" + type.name(), KEYS.get(random.nextInt(KEYS.size())));
      }
      // From the first home any other can be reached.
      keys.put(type.homes().iterator().next() + "/" + type.name(), KEYS.getLast());
    }
    for (EntityType type : types) {
      for (Field field : type.fields()) {
        boolean links = field.kind() == FieldKind.LINK || field.kind() == FieldKind.LINKS;
        for (String home : links ? field.homes() : Set.<String>of()) {
          EntityType target =
              types.stream()
                  .filter(one -> one.name().equals(field.target()))
                  .findFirst()
                  .orElseThrow();
          provide(home, type, field, target, random);
        }
      }
    }
  }

  private void provide(String home, EntityType type, Field link, EntityType target, Random random) {
    for (Field field : target.fields()) {
      boolean plain = field.kind() == FieldKind.STRING || field.kind() == FieldKind.INT;
      if (plain && !field.homes().contains(home) && random.nextBoolean()) {
        provides.put(home + "/" + type.name() + "." + link.name(), field.name());
        provided
            .computeIfAbsent(home + "/" + target.name(), _ -> new TreeSet<>())
            .add(field.name());
        shared.add(target.name() + "." + field.name());
        return;
      }
    }
  }

  /** The fields that are keys of a type in a subgraph. */
  Set<String> keys(String subgraph, EntityType type) {
    return new TreeSet<>(keys.getOrDefault(subgraph + "/" + type.name(), Set.of()));
  }

  /** The field that a link provides in a subgraph; empty for none. */
  String provides(String subgraph, EntityType type, Field link) {
    return provides.getOrDefault(subgraph + "/" + type.name() + "." + link.name(), "");
  }

  /** The fields of a type that some link of a subgraph provides. */
  Set<String> provided(String subgraph, EntityType type) {
    return provided.getOrDefault(subgraph + "/" + type.name(), Set.of());
  }

  /** Whether a field is given by more subgraphs than its homes. */
  boolean isShared(EntityType type, Field field) {
    return shared.contains(type.name() + "." + field.name());
  }
}
