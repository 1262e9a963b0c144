package ai.kompl.federation.planner;

import ai.kompl.federation.operation.NormalOperation;
import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.EntityDocument;
import ai.kompl.federation.plan.EntityDocument.LookupText;
import ai.kompl.federation.plan.EntityLookup;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.EntityLookup.Target;
import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.planner.FetchNode.RootPart;
import ai.kompl.federation.planner.Minify.Mark;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeSet;
import ai.kompl.federation.transport.SubgraphOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes the fetches of a graph in their final form, in an order that respects dependencies. */
final class FetchRenderer {
  private final SupergraphSchema schema;
  private final NormalOperation operation;
  private final FieldHolders holders;

  FetchRenderer(SupergraphSchema schema, NormalOperation operation, TypeSet hidden) {
    this.schema = schema;
    this.operation = operation;
    this.holders = new FieldHolders(schema, hidden);
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
    OperationWriter writer = new OperationWriter(operation, holders);
    Condition condition = fetch.condition();
    AnswerSelection answer = writer.writeRoot(root.cursor(), condition);
    boolean mutation = root.mutation() && operation.kind() == OperationKind.MUTATION;
    return new Fetch.Root(
        id,
        schema.subgraphs().get(fetch.subgraph()).name(),
        document(mutation ? "mutation" : "query", fetch, id, writer),
        List.copyOf(writer.variables()),
        dependsOn,
        fetch.part(),
        condition,
        new Target(root.path()),
        answer);
  }

  private Fetch entities(FetchNode fetch, int id, List<Integer> dependsOn) {
    List<EntityLookup> lookups = new ArrayList<>();
    List<LookupText> texts = new ArrayList<>();
    List<OperationWriter> writers = new ArrayList<>();
    for (LookupNode lookup : fetch.lookups()) {
      String suffix = fetch.lookups().size() == 1 ? "" : "_" + lookups.size();
      writers.add(entities(lookup, suffix, lookups, texts));
    }
    String name = name(fetch, id);
    EntityDocument document =
        new EntityDocument(head("query", name), name, operation.variables(), texts);
    List<Integer> once = Collections.nCopies(texts.size(), 1);
    boolean contextual = lookups.stream().anyMatch(lookup -> !lookup.contexts().isEmpty());
    return new Fetch.Entities(
        id,
        schema.subgraphs().get(fetch.subgraph()).name(),
        shortened(document.withCopies(once), texts, writers),
        document.clientVariables(once),
        dependsOn,
        fetch.part(),
        fetch.condition(),
        lookups,
        contextual ? document : null);
  }

  private OperationWriter entities(
      LookupNode lookup, String suffix, List<EntityLookup> lookups, List<LookupText> texts) {
    OperationWriter writer = new OperationWriter(operation, holders);
    writer.contexts().prefix("context" + suffix);
    String variable = ContextVariables.free("representations" + suffix, operation);
    AnswerSelection answer =
        writer.writeEntities(List.copyOf(lookup.cursors().values()), lookup.condition());
    // Only what has contexts is ever copied.
    String copy = writer.contexts().isEmpty() ? "" : String.valueOf(EntityDocument.SUFFIX);
    String key = "_entities" + suffix;
    String field = (key + copy).equals("_entities") ? key : key + copy + ": _entities";
    List<String> declared = new ArrayList<>();
    declared.add("$" + variable + copy + ": [_Any!]!");
    declared.addAll(writer.contexts().declarations());
    texts.add(
        new LookupText(
            declared,
            field + "(representations: $" + variable + copy + ") {" + writer.text() + "}",
            List.copyOf(writer.variables())));
    lookups.add(
        new EntityLookup(
            key,
            variable,
            lookup.places().stream().map(FetchRenderer::target).distinct().toList(),
            lookup.representations(),
            writer.contexts().variables(),
            answer,
            lookup.condition()));
    return writer;
  }

  private static SubgraphOperation shortened(
      SubgraphOperation whole, List<LookupText> lookups, List<OperationWriter> writers) {
    if (whole.text().length() < Minify.THRESHOLD) {
      return whole;
    }
    List<Mark> marks = new ArrayList<>();
    int until = whole.text().indexOf('{');
    for (int index = 0; index < lookups.size(); index++) {
      String lookup = lookups.get(index).text();
      int at = whole.text().indexOf(lookup, until);
      until = at + lookup.length();
      int selection = until - 1 - writers.get(index).text().length();
      if (at >= 0) {
        writers.get(index).marks().forEach(mark -> marks.add(mark.shifted(selection)));
      }
    }
    return whole.sentAs(Minify.shortened(whole.text(), marks));
  }

  private static Target target(LookupNode lookup) {
    List<Step> steps = new ArrayList<>(lookup.path());
    if (!steps.isEmpty() && !lookup.possible().isSubsetOf(lookup.types())) {
      steps.set(steps.size() - 1, new Step(steps.getLast().slot(), lookup.types()));
    }
    return new Target(steps);
  }

  private SubgraphOperation document(String kind, FetchNode fetch, int id, OperationWriter writer) {
    String name = name(fetch, id);
    List<String> variables = new ArrayList<>();
    writer
        .variables()
        .forEach(
            variable -> variables.add(Objects.requireNonNull(operation.variables().get(variable))));
    String declared = variables.isEmpty() ? "" : " (" + String.join(", ", variables) + ")";
    String before = head(kind, name) + declared + " {";
    String text = before + writer.text() + "}";
    SubgraphOperation whole = new SubgraphOperation(text, name, kind.equals("query"));
    if (text.length() < Minify.THRESHOLD) {
      return whole;
    }
    List<Mark> marks = writer.marks().stream().map(mark -> mark.shifted(before.length())).toList();
    return whole.sentAs(Minify.shortened(text, marks));
  }

  private static String head(String kind, String name) {
    return kind + (name.isEmpty() ? "" : " " + name);
  }

  private String name(FetchNode fetch, int id) {
    String subgraph = schema.subgraphs().get(fetch.subgraph()).name();
    return operation.name() == null
        ? ""
        : operation.name() + "__" + subgraph.replaceAll("\\W", "_") + "__" + id;
  }
}
