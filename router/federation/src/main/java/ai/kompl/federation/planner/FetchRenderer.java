package ai.kompl.federation.planner;

import ai.kompl.federation.operation.NormalOperation;
import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.EntityLookup;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.EntityLookup.Target;
import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.planner.FetchNode.RootPart;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeSet;
import ai.kompl.federation.transport.SubgraphOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes the fetches of a graph in their final form, in an order that respects dependencies. */
final class FetchRenderer {
  private final SupergraphSchema schema;
  private final NormalOperation operation;
  private final TypeSet hidden;

  FetchRenderer(SupergraphSchema schema, NormalOperation operation, TypeSet hidden) {
    this.schema = schema;
    this.operation = operation;
    this.hidden = hidden;
  }

  List<Fetch> render(FetchGraph graph) {
    Map<FetchNode, Integer> numbers = new HashMap<>();
    List<Fetch> fetches = new ArrayList<>();
    for (FetchNode fetch : graph.firstToLast()) {
      numbers.put(fetch, fetches.size());
      List<Integer> dependsOn =
          fetch.dependsOn().stream()
              .map(before -> Objects.requireNonNull(numbers.get(before)))
              .sorted()
              .toList();
      RootPart root = fetch.root();
      fetches.add(
          root == null
              ? entities(fetch, fetches.size(), dependsOn)
              : root(fetch, root, fetches.size(), dependsOn));
    }
    return fetches;
  }

  private Fetch root(FetchNode fetch, RootPart root, int id, List<Integer> dependsOn) {
    OperationWriter writer = new OperationWriter(schema, operation, hidden);
    Condition condition = fetch.condition();
    writer.append("{");
    AnswerSelection answer = writer.writeRoot(root.cursor(), condition);
    writer.append("}");
    boolean mutation = root.mutation() && operation.kind() == OperationKind.MUTATION;
    return new Fetch.Root(
        id,
        schema.subgraphs().get(fetch.subgraph()).name(),
        document(mutation ? "mutation" : "query", fetch, id, writer, List.of()),
        List.copyOf(writer.variables()),
        dependsOn,
        fetch.part(),
        condition,
        new Target(root.path()),
        answer);
  }

  private Fetch entities(FetchNode fetch, int id, List<Integer> dependsOn) {
    OperationWriter writer = new OperationWriter(schema, operation, hidden);
    List<EntityLookup> lookups = new ArrayList<>();
    List<String> declared = new ArrayList<>();
    writer.append("{");
    for (LookupNode lookup : fetch.lookups()) {
      boolean single = fetch.lookups().size() == 1;
      String suffix = single ? "" : "_" + lookups.size();
      String variable = free("representations" + suffix);
      declared.add(variable);
      String key = "_entities" + suffix;
      writer.append(
          (single ? key : key + ": _entities") + "(representations: $" + variable + ") {");
      AnswerSelection answer =
          writer.writeEntities(List.copyOf(lookup.cursors().values()), lookup.condition());
      writer.append("} ");
      lookups.add(
          new EntityLookup(
              key,
              variable,
              List.of(target(lookup)),
              lookup.representations(),
              answer,
              lookup.condition()));
    }
    writer.append("}");
    return new Fetch.Entities(
        id,
        schema.subgraphs().get(fetch.subgraph()).name(),
        document("query", fetch, id, writer, declared),
        List.copyOf(writer.variables()),
        dependsOn,
        fetch.part(),
        fetch.condition(),
        lookups);
  }

  private String free(String name) {
    String candidate = name;
    while (operation.variables().containsKey(candidate)) {
      candidate = "_" + candidate;
    }
    return candidate;
  }

  private static Target target(LookupNode lookup) {
    List<Step> steps = new ArrayList<>(lookup.path());
    if (!steps.isEmpty() && !lookup.possible().isSubsetOf(lookup.types())) {
      steps.set(steps.size() - 1, new Step(steps.getLast().slot(), lookup.types()));
    }
    return new Target(steps);
  }

  private SubgraphOperation document(
      String kind, FetchNode fetch, int id, OperationWriter writer, List<String> lists) {
    StringBuilder name = new StringBuilder();
    if (operation.name() != null) {
      String subgraph = schema.subgraphs().get(fetch.subgraph()).name();
      name.append(operation.name())
          .append("__")
          .append(subgraph.replaceAll("\\W", "_"))
          .append("__")
          .append(id);
    }
    List<String> variables = new ArrayList<>();
    lists.forEach(list -> variables.add("$" + list + ": [_Any!]!"));
    writer
        .variables()
        .forEach(
            variable -> variables.add(Objects.requireNonNull(operation.variables().get(variable))));
    String head =
        kind
            + (name.isEmpty() ? "" : " " + name)
            + (variables.isEmpty() ? "" : " (" + String.join(", ", variables) + ")");
    String text = (head + " " + writer.text()).replace(" }", "}");
    return new SubgraphOperation(text, name.toString(), kind.equals("query"));
  }
}
