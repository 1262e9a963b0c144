package ai.kompl.federation.testkit;

import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.AnswerSelection.AnswerField;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.ContextVariable;
import ai.kompl.federation.plan.EntityLookup;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.EntityLookup.Target;
import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.plan.Guard;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.plan.Representation;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.plan.ResponseSelection;
import ai.kompl.federation.plan.ResponseSelection.ResponseField;
import ai.kompl.federation.plan.ResponseSelection.Source;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeSet;
import ai.kompl.federation.testkit.SymbolicStore.Spot;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether a plan gives what its operation asks, for every run-time type and every value of its
 * conditions: each fetch's document is read again, its answer is put into a store of symbols, and
 * what the response and the representations take is looked for there. Nothing is fetched that
 * nobody takes. It shares no code with the planner.
 */
public final class ShapeCheck {
  private static final int MOST_VARIABLES = 5;
  private static final String RESPONSE = "nobody gives ";

  private final QueryPlan plan;
  private final SubgraphTypes types;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> given = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  private ShapeCheck(SupergraphSchema schema, QueryPlan plan) {
    this.plan = plan;
    this.types = new SubgraphTypes(schema);
  }

  /** What is wrong with the plan of a query or mutation; nothing when it is right. */
  public static List<String> problems(SupergraphSchema schema, QueryPlan plan) {
    ShapeCheck check = new ShapeCheck(schema, plan);
    check.run(schema.composite(rootType(schema, plan)).possible());
    return check.problems;
  }

  private static String rootType(SupergraphSchema schema, QueryPlan plan) {
    return switch (plan.kind()) {
      case QUERY -> schema.rootTypes().query();
      case MUTATION -> Objects.requireNonNull(schema.rootTypes().mutation());
      case SUBSCRIPTION -> throw new IllegalArgumentException("planned from an entity");
    };
  }

  private void run(TypeSet root) {
    List<String> variables = plan.guards().stream().map(Guard::variable).distinct().toList();
    int free = Math.min(variables.size(), MOST_VARIABLES);
    for (int values = 0; values < 1 << free; values++) {
      Map<String, Boolean> assigned = new HashMap<>();
      for (int i = 0; i < variables.size(); i++) {
        assigned.put(variables.get(i), i >= free || (values & (1 << i)) != 0);
      }
      new Run(assigned, new SymbolicStore(root)).run();
    }
    // Conditions that contradict one another on a path leave things that no request takes, so what
    // is superfluous is judged as if all of them held.
    List<String> found = List.copyOf(problems);
    given.clear();
    taken.clear();
    new Run(Map.of(), new SymbolicStore(root)).run();
    problems.removeIf(problem -> problem.startsWith(RESPONSE));
    problems.addAll(found);
    given.removeAll(taken);
    given.forEach(spot -> problems.add("nobody takes " + spot));
  }

  /** One run of the plan in symbols; without variables, as if all conditions held. */
  private final class Run {
    private final Map<String, Boolean> variables;
    private final SymbolicStore store;
    private final List<Set<Integer>> before = new ArrayList<>();

    Run(Map<String, Boolean> variables, SymbolicStore store) {
      this.variables = variables;
      this.store = store;
    }

    void run() {
      for (Fetch fetch : plan.fetches()) {
        Set<Integer> all = new HashSet<>(fetch.dependsOn());
        fetch.dependsOn().forEach(id -> all.addAll(before.get(id)));
        before.add(all);
        if (holds(fetch.condition())) {
          SelectionSet text = selection(fetch);
          switch (fetch) {
            case Fetch.Root root ->
                spots(root.target())
                    .forEach(spot -> new Filling(root, spot).fill(text, root.answer()));
            case Fetch.Entities entities -> lookUp(entities, text);
          }
        }
      }
      store.roots().forEach(spot -> take(plan.response(), spot));
    }

    private boolean holds(Condition condition) {
      if (variables.isEmpty()) {
        return !condition.alternatives().isEmpty();
      }
      return condition.alternatives().stream()
          .anyMatch(all ->
              all.stream()
                  .map(plan.guards()::get)
                  .allMatch(
                      guard -> Objects.equals(variables.get(guard.variable()), guard.expected())));
    }

    private static SelectionSet selection(Fetch fetch) {
      return new Parser()
          .parseDocument(fetch.operation().text())
          .getDefinitionsOfType(OperationDefinition.class)
          .getFirst()
          .getSelectionSet();
    }

    private List<Spot> spots(Target target) {
      List<Spot> spots = store.roots();
      for (Step step : target.steps()) {
        List<Spot> next = new ArrayList<>();
        for (Spot spot : spots) {
          for (Spot below : store.below(spot, step.slot())) {
            if (step.types() == null || step.types().contains(below.type())) {
              next.add(below);
            }
          }
        }
        spots = next;
      }
      return spots;
    }

    private void lookUp(Fetch.Entities fetch, SelectionSet text) {
      for (EntityLookup lookup : fetch.lookups()) {
        Field field =
            text.getSelectionsOfType(Field.class).stream()
                .filter(each -> each.getResultKey().equals(lookup.responseKey()))
                .findFirst()
                .orElseThrow();
        for (Target target : lookup.targets()) {
          for (Spot spot : holds(lookup.condition()) ? spots(target) : List.<Spot>of()) {
            lookup.representations().stream()
                .filter(sent -> sent.types().contains(spot.type()))
                .findFirst()
                .filter(_ -> asksOf(fetch, field, spot))
                .ifPresent(sent -> {
                  represent(fetch, sent, spot);
                  lookup.contexts().forEach(context -> takeContext(fetch, context, spot));
                  new Filling(fetch, spot).fill(field.getSelectionSet(), lookup.answer());
                });
          }
        }
      }
    }

    /** An object of which nothing is asked may lack its key: then it is not sent. */
    private boolean asksOf(Fetch fetch, Field entities, Spot spot) {
      int subgraph = types.subgraph(fetch.subgraph());
      return variables.isEmpty()
          || !types
              .selected(entities.getSelectionSet(), spot.type(), subgraph, variables)
              .isEmpty();
    }

    private void represent(Fetch fetch, Representation sent, Spot spot) {
      sent.fields().forEach(field -> represent(fetch, field, spot));
    }

    private void represent(Fetch fetch, RepresentationField field, Spot spot) {
      if (field.types() != null && !field.types().contains(spot.type())) {
        return;
      }
      // What is required, other than a key, may be missing while its taker is not asked for: that
      // is judged as if all conditions held.
      if (field.slot() != Slot.TYPENAME && (field.key() || variables.isEmpty())) {
        requireBefore(fetch, spot, field.slot());
      }
      for (Spot below : store.below(spot, field.slot())) {
        field.fields().forEach(inner -> represent(fetch, inner, below));
      }
    }

    private void requireBefore(Fetch fetch, Spot spot, int slot) {
      taken.add(store.name(spot, slot));
      Set<Integer> givers = store.givers(spot, slot);
      Set<Integer> earlier = before.get(fetch.id());
      if (givers.stream().noneMatch(earlier::contains)) {
        problem("fetch " + fetch.id() + " does not wait for", spot, slot);
      }
    }

    private void takeContext(Fetch fetch, ContextVariable variable, Spot spot) {
      for (ContextVariable.ContextSource source : variable.sources()) {
        Spot setter = store.above(spot, source.levels());
        if (source.types() == null || source.types().contains(setter.type())) {
          source.selection().forEach(field -> represent(fetch, field, setter));
          return;
        }
      }
    }

    private void take(ResponseSelection selection, Spot spot) {
      Set<String> keys = new HashSet<>();
      for (ResponseField field : selection.fields()) {
        boolean here = field.types() == null || field.types().contains(spot.type());
        boolean shown = here && holds(field.condition());
        if (shown && (keys.add(field.responseKey()) || variables.isEmpty())) {
          boolean granted = holds(field.granted());
          switch (field.source()) {
            case Source.InSlot(int slot) when granted -> take(field, slot, spot);
            case Source.Typename(String fixed) when granted && fixed == null ->
                take(field, Slot.TYPENAME, spot);
            case Source.InSlot _, Source.Typename _, Source.Introspection _ -> {}
          }
        }
      }
      for (ResponseSelection.DeferredSelection deferred : selection.deferred()) {
        boolean here = deferred.types() == null || deferred.types().contains(spot.type());
        if (here && holds(deferred.condition())) {
          take(deferred.selection(), spot);
        }
      }
    }

    private void take(ResponseField field, int slot, Spot spot) {
      taken.add(store.name(spot, slot));
      if (store.givers(spot, slot).isEmpty()) {
        problem(RESPONSE + field.responseKey() + ", that is", spot, slot);
      }
      for (Spot below : store.below(spot, slot)) {
        if (types.visible(below.type())) {
          take(field.selection(), below);
        }
      }
    }

    private void problem(String what, Spot spot, int slot) {
      problems.add(
          what
              + " "
              + plan.slots().get(slot).name()
              + " at "
              + store.name(spot, slot)
              + " with "
              + variables);
    }

    /** The filling of one spot, and what is below, from one answer. */
    private final class Filling {
      private final Fetch fetch;
      private final int subgraph;
      private final Spot spot;

      Filling(Fetch fetch, Spot spot) {
        this.fetch = fetch;
        this.subgraph = types.subgraph(fetch.subgraph());
        this.spot = spot;
      }

      void fill(SelectionSet text, AnswerSelection answer) {
        for (Field field : types.selected(text, spot.type(), subgraph, variables)) {
          for (AnswerField read : answer.fields()) {
            if (read.responseKey().equals(field.getResultKey())) {
              fill(field, read);
            }
          }
        }
      }

      private void fill(Field field, AnswerField read) {
        store.give(spot, read.slot(), fetch.id());
        if (read.leaf()) {
          if (read.slot() != Slot.TYPENAME) {
            given.add(store.name(spot, read.slot()));
          }
          return;
        }
        store.objects(spot, read.slot(), types.possible(spot.type(), field.getName(), subgraph));
        for (Spot below : store.below(spot, read.slot())) {
          new Filling(fetch, below).fill(field.getSelectionSet(), read.selection());
        }
      }
    }
  }
}
