package ai.kompl.federation.testkit;

import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Entities, fields and data from a seed: spread over subgraphs, and once more as a monolith that
 * answers everything itself. What the engine answers must be what the monolith answers.
 */
public final class GeneratedWorld {
  private static final int IDS = 4;
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@provides", "@shareable", "@authenticated", "@requiresScopes", "@policy"])
      """;

  private final Random random;
  private final List<String> subgraphs = new ArrayList<>();
  private final List<EntityType> types = new ArrayList<>();
  private final @Nullable Protected guards;
  private final @Nullable Intricate intricate;

  /** What a field gives. */
  public enum FieldKind {
    STRING,
    INT,
    STRINGS,
    WITH_ARGUMENT,
    REQUIRING,
    LINK,
    LINKS,
    UNION,
    UNIONS
  }

  /**
   * A field of an entity type.
   *
   * @param target the type linked to; empty for leaves and unions
   * @param requires the field that it is computed from; empty unless the kind says so
   * @param homes the subgraphs that resolve it
   */
  public record Field(
      String name,
      FieldKind kind,
      String target,
      String requires,
      boolean nonNull,
      Set<String> homes) {

    public boolean leaf() {
      return switch (kind) {
        case LINK, LINKS, UNION, UNIONS -> false;
        case STRING, INT, STRINGS, WITH_ARGUMENT, REQUIRING -> true;
      };
    }

    String sdlType() {
      String type =
          switch (kind) {
            case STRING, WITH_ARGUMENT, REQUIRING -> "String";
            case INT -> "Int";
            case STRINGS -> "[String]";
            case LINK -> target;
            case LINKS -> "[" + target + "]";
            case UNION -> "Anything";
            case UNIONS -> "[Anything!]";
          };
      return nonNull ? type + "!" : type;
    }
  }

  /** An entity type with its fields. */
  public record EntityType(String name, List<Field> fields, Set<String> homes) {}

  public GeneratedWorld(long seed) {
    this(seed, false);
  }

  /**
   * A world whose types also have an interface in common.
   *
   * @param guarded whether some types and fields are protected; the monolith never is
   */
  public GeneratedWorld(long seed, boolean guarded) {
    this(seed, guarded, false);
  }

  /** A world whose types have two keys, of which few subgraphs know both, and provided fields. */
  public static GeneratedWorld intricate(long seed) {
    return new GeneratedWorld(seed, false, true);
  }

  private GeneratedWorld(long seed, boolean guarded, boolean intricate) {
    this.random = new Random(seed);
    int subgraphCount = 2 + random.nextInt(3);
    for (int i = 0; i < subgraphCount; i++) {
      subgraphs.add("s" + i);
    }
    int typeCount = 2 + random.nextInt(3);
    for (int i = 0; i < typeCount; i++) {
      types.add(new EntityType("T" + i, new ArrayList<>(), new TreeSet<>(some(2))));
    }
    types.forEach(this::addFields);
    this.guards = guarded ? new Protected(types, seed) : null;
    this.intricate = intricate ? new Intricate(types, subgraphs, seed) : null;
  }

  /** What is protected; null when nothing is. */
  public @Nullable Protected guards() {
    return guards;
  }

  /** The fields that every object is known by. */
  public List<String> keys() {
    return intricate == null ? List.of("id") : List.of("id", "sku");
  }

  private String directives(String coordinate) {
    return guards == null ? " " : guards.directives(coordinate);
  }

  public List<EntityType> types() {
    return types;
  }

  public EntityType type(String name) {
    return types.stream().filter(type -> type.name().equals(name)).findFirst().orElseThrow();
  }

  private List<String> some(int most) {
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(most); i++) {
      chosen.add(subgraphs.get(random.nextInt(subgraphs.size())));
    }
    return chosen;
  }

  private void addFields(EntityType type) {
    int count = 4 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      FieldKind kind = FieldKind.values()[random.nextInt(FieldKind.values().length)];
      String name = "f" + i;
      Set<String> homes = new TreeSet<>(some(random.nextInt(4) == 0 ? 2 : 1));
      String target = types.get(random.nextInt(types.size())).name();
      String requires = "";
      if (kind == FieldKind.REQUIRING) {
        Field base = requirable(type, homes.iterator().next());
        homes = new TreeSet<>(Set.of(homes.iterator().next()));
        kind = base == null ? FieldKind.STRING : kind;
        requires = base == null ? "" : base.name();
      }
      boolean nonNull = random.nextInt(5) == 0;
      boolean links = kind == FieldKind.LINK || kind == FieldKind.LINKS;
      type.fields().add(new Field(name, kind, links ? target : "", requires, nonNull, homes));
      type.homes().addAll(homes);
    }
  }

  /** A field that another subgraph has and this one has not. */
  private static @Nullable Field requirable(EntityType type, String home) {
    for (Field field : type.fields()) {
      boolean plain = field.kind() == FieldKind.STRING || field.kind() == FieldKind.INT;
      if (plain && !field.nonNull() && !field.homes().contains(home)) {
        return field;
      }
    }
    return null;
  }

  /** The subgraphs. */
  public List<StubSubgraph> subgraphs() {
    List<StubSubgraph> result = new ArrayList<>();
    for (String name : subgraphs) {
      result.add(
          new StubSubgraph(name, LINK + sdl(name), root(name), key -> represented(name, key)));
    }
    return result;
  }

  /** Everything in one. */
  public StubSubgraph monolith() {
    StringBuilder sdl = new StringBuilder("type Query {");
    types.forEach(type -> sdl.append(rootFields(type).replaceAll("@\\w+(\\([^)]*\\))?", "")));
    sdl.append(guards == null ? "" : "nodes: [Node!] ").append("}\n").append(union());
    for (EntityType type : types) {
      sdl.append("type ").append(type.name());
      sdl.append(guards == null ? " { " : " implements Node { label: String peer: Node ");
      keys().forEach(key -> sdl.append(key).append(": ID! "));
      type.fields().forEach(field -> sdl.append(declaration(field)).append(' '));
      sdl.append("}\n");
    }
    return new StubSubgraph("monolith", sdl.toString(), root(""), _ -> null);
  }

  private String sdl(String subgraph) {
    StringBuilder sdl = new StringBuilder("type Query { version_" + subgraph + ": Int ");
    for (EntityType type : types) {
      if (rootHome(type).equals(subgraph)) {
        sdl.append(rootFields(type));
      }
    }
    if (guards != null && subgraph.equals(subgraphs.getFirst())) {
      sdl.append("nodes: [Node!] ");
    }
    sdl.append("}\n").append(union());
    types.forEach(type -> sdl.append(sdl(subgraph, type)));
    return sdl.toString();
  }

  private static String rootHome(EntityType type) {
    return type.homes().iterator().next();
  }

  private String rootFields(EntityType type) {
    String lower = "t" + type.name().substring(1);
    return " %s: %s %s %ss: [%s!] %sById(id: ID!): %s "
        .formatted(
            lower,
            type.name(),
            directives("Query." + lower),
            lower,
            type.name(),
            lower,
            type.name());
  }

  private String union() {
    return "union Anything = "
        + String.join(" | ", types.stream().map(EntityType::name).toList())
        + "\n"
        + (guards == null ? "" : "interface Node { id: ID! label: String peer: Node }\n");
  }

  private String sdl(String subgraph, EntityType type) {
    boolean home = rootHome(type).equals(subgraph);
    StringBuilder sdl = new StringBuilder("type " + type.name());
    sdl.append(guards == null ? "" : " implements Node");
    Set<String> keys = intricate == null ? Set.of("id") : intricate.keys(subgraph, type);
    keys.forEach(key -> sdl.append(" @key(fields: \"").append(key).append("\") "));
    sdl.append(home ? directives(type.name()) : "").append("{ ");
    keys.forEach(key -> sdl.append(key).append(": ID! "));
    sdl.append(home ? directives(type.name() + ".id") : "");
    if (guards != null) {
      sdl.append(" label: String @shareable ")
          .append(home ? directives(type.name() + ".label") : "");
      sdl.append(" peer: Node @shareable ").append(home ? directives(type.name() + ".peer") : "");
    }
    Set<String> externals = new TreeSet<>();
    if (intricate != null) {
      externals.addAll(intricate.provided(subgraph, type));
    }
    for (Field field : type.fields()) {
      if (field.homes().contains(subgraph)) {
        sdl.append(declaration(field));
        if (field.kind() == FieldKind.REQUIRING) {
          sdl.append(" @requires(fields: \"" + field.requires() + "\")");
          externals.add(field.requires());
        }
        sdl.append(provision(subgraph, type, field));
        sdl.append(isShareable(type, field) ? " @shareable " : " ");
        boolean first = field.homes().iterator().next().equals(subgraph);
        sdl.append(first ? directives(type.name() + "." + field.name()) : "");
      }
    }
    for (Field field : type.fields()) {
      if (externals.contains(field.name())) {
        sdl.append(declaration(field)).append(" @external ");
      }
    }
    return sdl.append("}\n").toString();
  }

  private String provision(String subgraph, EntityType type, Field field) {
    String provided = intricate == null ? "" : intricate.provides(subgraph, type, field);
    return provided.isEmpty() ? "" : " @provides(fields: \"" + provided + "\")";
  }

  private boolean isShareable(EntityType type, Field field) {
    return field.homes().size() > 1 || (intricate != null && intricate.isShared(type, field));
  }

  private static String declaration(Field field) {
    String argument = field.kind() == FieldKind.WITH_ARGUMENT ? "(n: Int = 7)" : "";
    return field.name() + argument + ": " + field.sdlType();
  }

  private Map<String, Object> root(String subgraph) {
    Map<String, Object> root = new LinkedHashMap<>();
    for (EntityType type : types) {
      String lower = "t" + type.name().substring(1);
      root.put(lower, (StubSubgraph.Resolver) _ -> object(subgraph, type, 1));
      root.put(
          lower + "s",
          (StubSubgraph.Resolver)
              _ ->
                  List.of(
                      object(subgraph, type, 0),
                      object(subgraph, type, 2),
                      object(subgraph, type, 0)));
      root.put(
          lower + "ById",
          (StubSubgraph.Resolver)
              field -> byId(subgraph, type, String.valueOf(field.<Object>getArgument("id"))));
    }
    root.put(
        "nodes",
        (StubSubgraph.Resolver)
            _ -> types.stream().map(type -> object(subgraph, type, 3)).toList());
    return root;
  }

  private @Nullable Object byId(String subgraph, EntityType type, String id) {
    return id.length() == 1 && id.charAt(0) >= '0' && id.charAt(0) < '0' + IDS
        ? object(subgraph, type, id.charAt(0) - '0')
        : null;
  }

  private @Nullable Object represented(String subgraph, Map<String, Object> key) {
    EntityType type = type(String.valueOf(key.get("__typename")));
    String id =
        key.get("id") == null
            ? String.valueOf(key.get("sku")).replace("sku-", "")
            : String.valueOf(key.get("id"));
    if (!(byId(subgraph, type, id) instanceof Map<?, ?> known)) {
      return null;
    }
    Map<Object, Object> object = new LinkedHashMap<>(known);
    object.putAll(key);
    return object;
  }

  /** An object as a subgraph knows it; the monolith, whose name is empty, knows all of it. */
  private Map<String, Object> object(String subgraph, EntityType type, int id) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("__typename", type.name());
    object.put("id", String.valueOf(id));
    object.put("sku", "sku-" + id);
    if (guards != null) {
      EntityType next = types.get((types.indexOf(type) + 1) % types.size());
      object.put("label", type.name() + " " + id);
      object.put("peer", (StubSubgraph.Resolver) _ -> object(subgraph, next, (id + 1) % IDS));
    }
    for (Field field : type.fields()) {
      boolean known = subgraph.isEmpty() || field.homes().contains(subgraph);
      Object value = known ? value(subgraph, type, field, id) : null;
      if (value != null) {
        object.put(field.name(), value);
      }
    }
    return object;
  }

  private @Nullable Object value(String subgraph, EntityType type, Field field, int id) {
    int hash = (type.name() + field.name() + id).hashCode() & 0xFFFF;
    if (hash % 7 == 0 && !field.nonNull() && field.kind() != FieldKind.REQUIRING) {
      return null;
    }
    String text = type.name() + "." + field.name() + "." + id + (hash % 3 == 0 ? " \"é\n☃" : "");
    return switch (field.kind()) {
      case STRING -> text;
      case INT -> hash;
      case STRINGS -> List.of(text, "x", "");
      case WITH_ARGUMENT ->
          (StubSubgraph.Resolver) call -> text + "(" + call.<Object>getArgument("n") + ")";
      case REQUIRING -> (StubSubgraph.Resolver) call -> "of " + sourceValue(call, field.requires());
      case LINK -> (StubSubgraph.Resolver) _ -> linked(subgraph, type, field, hash % IDS);
      case LINKS -> links(subgraph, type, field, hash);
      case UNION ->
          (StubSubgraph.Resolver)
              _ -> object(subgraph, types.get(hash % types.size()), (hash + 1) % IDS);
      case UNIONS -> unions(subgraph, hash);
    };
  }

  private static @Nullable Object sourceValue(DataFetchingEnvironment call, String name) {
    return call.getSource() instanceof Map<?, ?> source ? source.get(name) : null;
  }

  /** The object behind a link, with what the link provides. */
  private Map<String, Object> linked(String subgraph, EntityType type, Field link, int id) {
    EntityType target = type(link.target());
    Map<String, Object> object = object(subgraph, target, id);
    String provided = intricate == null ? "" : intricate.provides(subgraph, type, link);
    for (Field field : target.fields()) {
      Object value = field.name().equals(provided) ? value(subgraph, target, field, id) : null;
      if (value != null) {
        object.put(provided, value);
      }
    }
    return object;
  }

  private StubSubgraph.Resolver links(String subgraph, EntityType type, Field link, int hash) {
    return _ -> {
      List<@Nullable Object> list = new ArrayList<>();
      list.add(linked(subgraph, type, link, hash % IDS));
      list.add(null);
      list.add(linked(subgraph, type, link, (hash + 1) % IDS));
      return list;
    };
  }

  private StubSubgraph.Resolver unions(String subgraph, int hash) {
    return _ -> {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        list.add(object(subgraph, types.get((hash + i) % types.size()), (hash + i) % IDS));
      }
      return list;
    };
  }
}
