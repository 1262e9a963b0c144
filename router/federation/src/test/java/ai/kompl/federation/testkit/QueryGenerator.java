package ai.kompl.federation.testkit;

import ai.kompl.federation.testkit.GeneratedWorld.EntityType;
import ai.kompl.federation.testkit.GeneratedWorld.Field;
import ai.kompl.federation.testkit.GeneratedWorld.FieldKind;
import java.util.Random;

/**
 * Valid queries over a generated world, from a seed. Their variables are {@code $yes} and {@code
 * $no}.
 */
public final class QueryGenerator {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_ALIASES = 80;

  private final GeneratedWorld world;
  private final Random random;
  private int aliases;
  private int unions;

  public QueryGenerator(GeneratedWorld world, long seed) {
    this.world = world;
    this.random = new Random(seed);
  }

  public String query() {
    StringBuilder query =
        new StringBuilder("query Q($yes: Boolean!, $no: Boolean!) {")
            .append(" __typename @include(if: $no) k: __typename @skip(if: $yes) ");
    int roots = 1 + random.nextInt(3);
    for (int i = 0; i < roots; i++) {
      EntityType type = world.types().get(random.nextInt(world.types().size()));
      String lower = "t" + type.name().substring(1);
      String field =
          switch (random.nextInt(3)) {
            case 0 -> lower;
            case 1 -> lower + "s";
            default -> lower + "ById(id: \"" + random.nextInt(5) + "\")";
          };
      query.append('a').append(aliases++).append(": ").append(field).append(condition());
      select(type, 1, query);
    }
    if (world.guards() != null) {
      query.append("nodes ");
      nodes(1, query);
    }
    return query.append('}').toString();
  }

  private String condition() {
    return switch (random.nextInt(12)) {
      case 0 -> " @include(if: $yes)";
      case 1 -> " @include(if: $no)";
      case 2 -> " @skip(if: $yes)";
      case 3 -> " @skip(if: $no) @include(if: $yes)";
      default -> "";
    };
  }

  private void select(EntityType type, int depth, StringBuilder query) {
    query.append(" { ");
    int count = 1 + random.nextInt(4);
    boolean any = false;
    for (int i = 0; i < count; i++) {
      any |= field(type, depth, query);
    }
    query.append(any && random.nextBoolean() ? "" : key() + " ");
    if (world.guards() != null) {
      shared(depth, query);
    }
    query.append("} ");
  }

  private String key() {
    return world.keys().size() == 1
        ? world.keys().getFirst()
        : world.keys().get(random.nextInt(world.keys().size()));
  }

  /** What all types have in common, under the same keys wherever it is selected. */
  private void shared(int depth, StringBuilder query) {
    query.append(random.nextBoolean() ? "label " : "");
    if (depth < MAX_DEPTH && aliases < MAX_ALIASES && random.nextInt(3) == 0) {
      query.append("peer ");
      nodes(depth + 1, query);
    }
  }

  private void nodes(int depth, StringBuilder query) {
    query.append(" { __typename ").append(random.nextBoolean() ? "id " : "");
    unions++;
    shared(depth, query);
    for (EntityType type : world.types()) {
      if (random.nextInt(3) == 0) {
        query.append("... on ").append(type.name());
        select(type, depth + 1, query);
      }
    }
    unions--;
    query.append("} ");
  }

  private boolean field(EntityType type, int depth, StringBuilder query) {
    Field field = type.fields().get(random.nextInt(type.fields().size()));
    if (!field.leaf() && (depth >= MAX_DEPTH || aliases > MAX_ALIASES)) {
      return false;
    }
    if (random.nextInt(8) == 0 && aliases < MAX_ALIASES) {
      query.append("... on ").append(type.name()).append(condition());
      select(type, depth, query);
      return true;
    }
    boolean argument = field.kind() == FieldKind.WITH_ARGUMENT;
    boolean aliased = argument || unions > 0 || !field.leaf() || random.nextInt(4) == 0;
    query.append(aliased ? "a" + aliases++ + ": " : "").append(field.name());
    query.append(argument && random.nextBoolean() ? "(n: " + random.nextInt(3) + ")" : "");
    query.append(condition());
    below(field, depth, query);
    query.append(' ');
    return true;
  }

  private void below(Field field, int depth, StringBuilder query) {
    switch (field.kind()) {
      case LINK, LINKS -> select(world.type(field.target()), depth + 1, query);
      case UNION, UNIONS -> members(depth, query);
      case STRING, INT, STRINGS, WITH_ARGUMENT, REQUIRING -> {}
    }
  }

  private void members(int depth, StringBuilder query) {
    query.append(" { __typename ");
    unions++;
    for (EntityType member : world.types()) {
      if (random.nextBoolean()) {
        query.append("... on ").append(member.name());
        // Keys under different types would have to agree in their types: aliases keep them apart.
        select(member, depth + 1, query);
      }
    }
    unions--;
    query.append("} ");
  }
}
