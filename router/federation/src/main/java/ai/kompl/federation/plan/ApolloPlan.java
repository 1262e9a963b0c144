package ai.kompl.federation.plan;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.EntityLookup.Target;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a plan in the JSON form of Apollo's query plans, for tools that draw them: {@code Fetch}
 * and {@code Flatten} nodes, those that start together in a {@code Parallel}, stages in a {@code
 * Sequence}. Our plans say more than that form can: a request that looks up several places becomes
 * one {@code Fetch} for each, all with the request's {@code id}; a fetch starts when what it waits
 * for has ended, not when a whole stage has.
 */
public final class ApolloPlan {
  private final SupergraphSchema schema;
  private final QueryPlan plan;

  private ApolloPlan(SupergraphSchema schema, QueryPlan plan) {
    this.schema = schema;
    this.plan = plan;
  }

  /** The plan as JSON text. */
  public static String json(SupergraphSchema schema, QueryPlan plan) {
    JsonBuffer out = new JsonBuffer(1024);
    JsonValues.write(new ApolloPlan(schema, plan).root(), out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private Map<String, Object> root() {
    Map<String, Object> root = node("QueryPlan");
    Map<Integer, List<Fetch>> parts = new TreeMap<>();
    plan.fetches()
        .forEach(fetch -> parts.computeIfAbsent(fetch.part(), _ -> new ArrayList<>()).add(fetch));
    List<Fetch> first = parts.getOrDefault(0, List.of());
    parts.remove(0);
    if (!first.isEmpty() || !parts.isEmpty()) {
      root.put("node", parts.isEmpty() ? stages(first) : deferred(first, parts));
    }
    return root;
  }

  private Map<String, Object> deferred(List<Fetch> first, Map<Integer, List<Fetch>> parts) {
    Map<String, Object> primary = new LinkedHashMap<>();
    primary.put("node", stages(first));
    List<Object> deferred = new ArrayList<>();
    parts.forEach((part, fetches) -> {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("depends", depends(part, fetches));
      String label = label(plan.response(), part);
      if (label != null) {
        one.put("label", label);
      }
      one.put("node", stages(fetches));
      deferred.add(one);
    });
    Map<String, Object> node = node("Defer");
    node.put("primary", primary);
    node.put("deferred", deferred);
    return node;
  }

  private List<Object> depends(int part, List<Fetch> fetches) {
    return fetches.stream()
        .flatMap(fetch -> fetch.dependsOn().stream())
        .distinct()
        .filter(before -> plan.fetches().get(before).part() != part)
        .<Object>map(before -> Map.of("id", before.toString()))
        .toList();
  }

  private static @Nullable String label(ResponseSelection selection, int part) {
    for (ResponseSelection.DeferredSelection fragment : selection.deferred()) {
      String label = fragment.part() == part ? fragment.label() : label(fragment.selection(), part);
      if (label != null) {
        return label;
      }
    }
    for (ResponseSelection.ResponseField field : selection.fields()) {
      String label = label(field.selection(), part);
      if (label != null) {
        return label;
      }
    }
    return null;
  }

  /** Fetches are in an order that respects dependencies. */
  private Object stages(List<Fetch> fetches) {
    int[] stages = new int[plan.fetches().size()];
    Map<Integer, List<Object>> byStage = new TreeMap<>();
    for (Fetch fetch : fetches) {
      for (int before : fetch.dependsOn()) {
        boolean same = plan.fetches().get(before).part() == fetch.part();
        stages[fetch.id()] = Math.max(stages[fetch.id()], same ? stages[before] + 1 : 0);
      }
      byStage.computeIfAbsent(stages[fetch.id()], _ -> new ArrayList<>()).addAll(nodes(fetch));
    }
    return group(
        "Sequence", byStage.values().stream().map(nodes -> group("Parallel", nodes)).toList());
  }

  private static Object group(String kind, List<Object> nodes) {
    if (nodes.size() == 1) {
      return nodes.getFirst();
    }
    Map<String, Object> group = node(kind);
    group.put("nodes", nodes);
    return group;
  }

  private List<Object> nodes(Fetch fetch) {
    List<Object> nodes = new ArrayList<>();
    switch (fetch) {
      case Fetch.Root root -> nodes.add(flatten(root.target(), fetch(fetch)));
      case Fetch.Entities entities -> {
        for (EntityLookup lookup : entities.lookups()) {
          for (Target target : lookup.targets()) {
            Map<String, Object> node = fetch(fetch);
            node.put(
                "requires", lookup.representations().stream().map(this::representation).toList());
            if (!lookup.contexts().isEmpty()) {
              node.put("contextRewrites", new ApolloContexts(plan.types()).of(lookup.contexts()));
            }
            nodes.add(flatten(target, node));
          }
        }
      }
    }
    return nodes.stream().map(node -> guarded(fetch.condition().alternatives(), 0, node)).toList();
  }

  private static Map<String, Object> fetch(Fetch fetch) {
    Map<String, Object> node = node("Fetch");
    node.put("serviceName", fetch.subgraph());
    node.put("id", Integer.toString(fetch.id()));
    node.put("variableUsages", fetch.variables());
    node.put("operation", fetch.operation().text());
    node.put("operationKind", fetch.operation().idempotent() ? "query" : "mutation");
    return node;
  }

  private Object flatten(Target target, Map<String, Object> fetch) {
    if (target.steps().isEmpty()) {
      return fetch;
    }
    Map<String, Object> node = node("Flatten");
    node.put("path", path(target));
    node.put("node", fetch);
    return node;
  }

  /** Names of fields, and {@code @} for each list on the way. */
  private List<Object> path(Target target) {
    List<Object> path = new ArrayList<>();
    String root =
        plan.kind() == OperationKind.MUTATION && schema.rootTypes().mutation() != null
            ? schema.rootTypes().mutation()
            : schema.rootTypes().query();
    @Nullable CompositeType type = schema.find(root);
    @Nullable TypeSet types = null;
    for (Step step : target.steps()) {
      Slot slot = plan.slots().get(step.slot());
      path.add(slot.name());
      FieldDefinition field = field(type, types, slot.field());
      String wrapping = field == null ? "" : field.type().wrapping();
      wrapping.chars().filter(character -> character == '[').forEach(_ -> path.add("@"));
      type = field == null ? null : schema.find(field.type().name());
      types = step.types();
    }
    return path;
  }

  /** The field of a type; of a union or a narrowed type, that of one of its objects. */
  private @Nullable FieldDefinition field(
      @Nullable CompositeType type, @Nullable TypeSet types, String name) {
    FieldDefinition field = type == null ? null : type.field(name);
    if (field != null || type == null) {
      return field;
    }
    TypeSet possible = types == null ? type.possible() : types;
    return possible.isEmpty() ? null : schema.object(possible.first()).field(name);
  }

  private Map<String, Object> representation(Representation representation) {
    String typename = representation.typename();
    Map<String, Object> node = node("InlineFragment");
    node.put(
        "typeCondition",
        typename == null ? String.join("|", plan.types().names(representation.types())) : typename);
    List<Object> selections = new ArrayList<>();
    Map<String, Object> type = node("Field");
    type.put("name", "__typename");
    selections.add(type);
    selections.addAll(selections(representation.fields()));
    node.put("selections", selections);
    return node;
  }

  private static List<Object> selections(List<RepresentationField> fields) {
    List<Object> selections = new ArrayList<>();
    for (RepresentationField field : fields) {
      Map<String, Object> node = node("Field");
      node.put("name", field.name());
      if (!field.fields().isEmpty()) {
        node.put("selections", selections(field.fields()));
      }
      selections.add(node);
    }
    return selections;
  }

  /** One {@code Condition} for each guard; where it does not hold the next alternative is tried. */
  private Object guarded(List<List<Integer>> alternatives, int from, Object node) {
    if (from == alternatives.size()) {
      return node("Sequence");
    }
    Object guarded = node;
    for (int guard : alternatives.get(from).reversed()) {
      Guard facts = plan.guards().get(guard);
      Map<String, Object> condition = node("Condition");
      condition.put("condition", facts.variable());
      boolean more = from + 1 < alternatives.size();
      Object otherwise = more ? guarded(alternatives, from + 1, node) : null;
      put(condition, facts.expected() ? "ifClause" : "elseClause", guarded);
      put(condition, facts.expected() ? "elseClause" : "ifClause", otherwise);
      guarded = condition;
    }
    return guarded;
  }

  private static void put(Map<String, Object> node, String key, @Nullable Object value) {
    if (value != null) {
      node.put(key, value);
    }
  }

  private static Map<String, Object> node(String kind) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("kind", kind);
    return node;
  }
}
