package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Access;
import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.graph.Source;
import ai.kompl.federation.operation.Conditions;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.planner.Decision.ClassDecision;
import ai.kompl.federation.planner.Decision.FieldChoice;
import ai.kompl.federation.planner.Decision.Opening;
import ai.kompl.federation.planner.PositionSolver.Position;
import ai.kompl.federation.planner.PositionSolver.Requirement;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sources open at one object while a decision is tried out: those that the position begins with
 * and, in the order of their opening, further ones.
 */
final class LocalSources {
  private final LocalFacts facts;
  private final PositionSolver solver;
  private final CompositeType type;
  private final boolean exclusive;
  private final int given;
  private final List<Open> open = new ArrayList<>();

  /**
   * One open source.
   *
   * @param number of the source
   * @param opening how it was opened; null for those that the position begins with
   * @param stage how many calls have waited for one another when it is there
   * @param ancestors the openings that must come before, as bits
   */
  private record Open(
      Source source, int number, @Nullable Opening opening, int stage, long ancestors) {}

  LocalSources(LocalFacts facts, Position position) {
    this.facts = facts;
    this.solver = facts.solver();
    this.type = facts.type();
    this.exclusive = position.exclusive();
    this.given = position.sources().size();
    for (Source source : position.sources()) {
      open.add(new Open(source, facts.sources().number(source), null, 0, 0));
    }
  }

  List<Opening> openings() {
    List<Opening> openings = new ArrayList<>(open.size() - given);
    for (Open one : open.subList(given, open.size())) {
      openings.add(Objects.requireNonNull(one.opening()));
    }
    return openings;
  }

  /** Opens all of these, in whichever order their keys allow; false when one cannot be opened. */
  boolean openAll(List<Entry> entries) {
    List<Entry> left = new ArrayList<>(entries);
    while (!left.isEmpty()) {
      if (!left.removeIf(this::open)) {
        return false;
      }
    }
    return true;
  }

  /** Opens a subgraph by the cheapest of its keys; false when no key can be had. */
  boolean open(Entry entry) {
    return enter(entry, null, Condition.ALWAYS);
  }

  /** The decision that takes each need from its cheapest source, or null when one has none. */
  @Nullable ClassDecision meet(Needs needs, TypeSet types) {
    List<FieldChoice> fields = new ArrayList<>(needs.fields().size());
    List<Need> later = new ArrayList<>();
    List<List<Integer>> givers = new ArrayList<>();
    // Fields with requirements open subgraphs that may give the others as well.
    for (Need need : needs.fields()) {
      List<Integer> plain = plain(need);
      if (plain.isEmpty()) {
        FieldChoice choice = choose(need, true);
        if (choice == null) {
          return null;
        }
        fields.add(choice);
      } else {
        later.add(need);
        givers.add(plain);
      }
    }
    boolean openedMore = !fields.isEmpty();
    for (int index = 0; index < later.size(); index++) {
      Need need = later.get(index);
      FieldChoice choice = openedMore ? choose(need, true) : fromOpen(need, givers.get(index));
      if (choice == null) {
        return null;
      }
      fields.add(choice);
    }
    return new ClassDecision(
        cost(fields), types, openings(), openedMore ? inOrder(fields, needs) : fields);
  }

  private static List<FieldChoice> inOrder(List<FieldChoice> fields, Needs needs) {
    IdentityHashMap<Need, FieldChoice> byNeed = new IdentityHashMap<>();
    fields.forEach(choice -> byNeed.put(choice.need(), choice));
    return needs.fields().stream().map(need -> Objects.requireNonNull(byNeed.get(need))).toList();
  }

  private Cost cost(List<FieldChoice> fields) {
    Cost cost = Cost.of(calls(), 0);
    for (Open one : open) {
      cost = cost.beside(Cost.of(0, one.stage()));
      if (one.opening() != null) {
        for (FieldChoice input : one.opening().inputs()) {
          cost = cost.beside(input.child().cost().after(stage(input)));
        }
      }
    }
    for (FieldChoice field : fields) {
      int stage = stage(field);
      Cost below = field.child().cost().after(stage);
      cost = cost.beside(field.need().leaf() ? Cost.leaf(stage) : below);
    }
    return cost;
  }

  /**
   * How many calls the openings are, those to one subgraph joined where neither needs the other.
   */
  private int calls() {
    List<Long> groups = new ArrayList<>();
    List<Integer> subgraphs = new ArrayList<>();
    for (int index = given; index < open.size(); index++) {
      Open one = open.get(index);
      int found = -1;
      for (int group = 0; group < groups.size() && found < 0; group++) {
        boolean independent = (groups.get(group) & one.ancestors()) == 0;
        found = subgraphs.get(group) == one.source().subgraph() && independent ? group : -1;
      }
      if (found < 0) {
        groups.add(bit(index));
        subgraphs.add(one.source().subgraph());
      } else {
        groups.set(found, groups.get(found) | bit(index));
      }
    }
    return groups.size();
  }

  private static long bit(int index) {
    return 1L << Math.min(index, Long.SIZE - 1);
  }

  private int stage(FieldChoice choice) {
    int stage = 0;
    for (int source : choice.sources()) {
      stage = Math.max(stage, open.get(source).stage());
    }
    return stage;
  }

  private boolean enter(Entry entry, @Nullable FieldSet required, Condition condition) {
    List<FieldChoice> inputs = new ArrayList<>();
    if (required != null) {
      Needs wanted = solver.needs().needs(required, type, condition);
      List<FieldChoice> chosen =
          chooseAll(solver.needs().pool().narrow(wanted, type.possible().first()), true);
      if (chosen == null) {
        return false;
      }
      inputs.addAll(chosen);
    }
    FieldSet key = FieldSet.EMPTY;
    if (entry.kind() != Entry.Kind.ROOT) {
      KeyChoice found = cheapestKey(entry);
      if (found == null) {
        return false;
      }
      key = found.key();
      inputs.addAll(found.inputs());
    }
    int stage = 1;
    long ancestors = 0;
    for (FieldChoice input : inputs) {
      stage = Math.max(stage, 1 + stage(input) + input.child().cost().depth());
      for (int source : input.sources()) {
        ancestors |= open.get(source).ancestors() | (source < given ? 0 : bit(source));
      }
    }
    Opening opening = new Opening(entry, key, required, condition, inputs);
    int number = facts.sources().number(entry.source());
    open.add(new Open(entry.source(), number, opening, stage, ancestors));
    return true;
  }

  private record KeyChoice(FieldSet key, List<FieldChoice> inputs, Cost cost) {}

  private @Nullable KeyChoice cheapestKey(Entry entry) {
    KeyChoice best = null;
    for (FieldSet key : entry.keys()) {
      List<FieldChoice> inputs = chooseAll(facts.key(key), false);
      if (inputs != null) {
        Cost cost = Cost.NOTHING;
        for (FieldChoice input : inputs) {
          cost = cost.beside(input.child().cost()).beside(Cost.of(0, stage(input)));
        }
        if (best == null || cost.compareTo(best.cost()) < 0) {
          best = new KeyChoice(key, inputs, cost);
        }
      }
    }
    return best;
  }

  private @Nullable List<FieldChoice> chooseAll(Needs needs, boolean withRequirements) {
    List<FieldChoice> choices = new ArrayList<>();
    for (Need need : needs.fields()) {
      if (!need.isTypename()) {
        FieldChoice choice = choose(need, withRequirements);
        if (choice == null) {
          return null;
        }
        choices.add(choice);
      }
    }
    return choices;
  }

  private @Nullable FieldChoice choose(Need need, boolean withRequirements) {
    FieldChoice choice = fromOpen(need);
    return choice == null && withRequirements ? byRequirement(need) : choice;
  }

  private List<Integer> plain(Need need) {
    FieldFacts field = facts.field(need.name());
    List<Integer> plain = new ArrayList<>();
    for (int index = 0; index < open.size(); index++) {
      if (givesNow(open.get(index), field, need)) {
        plain.add(index);
      }
    }
    if (plain.size() > 1) {
      plain.sort(Comparator.comparingInt(index -> open.get(index).stage()));
    }
    return plain;
  }

  /** Whether an open source gives a field without further requirements. */
  private static boolean givesNow(Open one, FieldFacts field, Need need) {
    Access access = field.access(one.number());
    if (access == null || access.direct()) {
      return access != null;
    }
    Opening opening = one.opening();
    if (opening == null
        || opening.entry().kind() == Entry.Kind.ROOT
        || !need.hasContexts(access.contextArguments())) {
      return false;
    }
    return access.requires() == null
        || (access.requires().equals(opening.required())
            && Conditions.or(opening.condition(), need.condition()).equals(opening.condition()));
  }

  private @Nullable FieldChoice fromOpen(Need need) {
    return fromOpen(need, plain(need));
  }

  private @Nullable FieldChoice fromOpen(Need need, List<Integer> plain) {
    if (need.leaf()) {
      return plain.isEmpty()
          ? null
          : new FieldChoice(need, List.of(plain.getFirst()), Decision.NOTHING);
    }
    FieldChoice best = null;
    for (int index : plain) {
      best = cheaper(best, from(need, List.of(index)));
      if (best != null && (best.child().cost().calls() == 0 || solver.budget().spent())) {
        return best;
      }
    }
    if (plain.size() > 1 && !exclusive && !anyAbstract(plain, need)) {
      best = cheaper(best, from(need, inOrder(plain)));
    }
    return best;
  }

  /** The same sources make the same position, whatever was opened first. */
  private List<Integer> inOrder(List<Integer> indexes) {
    List<Integer> ordered = new ArrayList<>(indexes);
    ordered.sort(Comparator.comparingInt(index -> open.get(index).number()));
    return ordered;
  }

  /**
   * Two sources may give objects of unlike types where the type is abstract, and what they give
   * cannot be put together then.
   */
  private boolean anyAbstract(List<Integer> indexes, Need need) {
    FieldFacts field = facts.field(need.name());
    for (int index : indexes) {
      Source below = field.into(open.get(index).number());
      if (below.type().kind() != CompositeType.Kind.OBJECT && !below.interfaceObject()) {
        return true;
      }
    }
    return false;
  }

  private @Nullable FieldChoice cheaper(@Nullable FieldChoice one, @Nullable FieldChoice other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    Cost first = one.child().cost().after(stage(one));
    return other.child().cost().after(stage(other)).compareTo(first) < 0 ? other : one;
  }

  private @Nullable FieldChoice from(Need need, List<Integer> sources) {
    List<Integer> givers = new ArrayList<>(sources.size());
    for (int index : sources) {
      givers.add(open.get(index).number());
    }
    Decision child = facts.below(need, givers);
    return child == null ? null : new FieldChoice(need, sources, child);
  }

  private @Nullable FieldChoice byRequirement(Need need) {
    FieldChoice best = null;
    List<Open> bestOpen = List.of();
    int fewest = Integer.MAX_VALUE;
    List<Open> before = List.copyOf(open);
    FieldFacts field = facts.field(need.name());
    for (Entry entry : facts.entries()) {
      Access access = field.access(facts.sources().number(entry.source()));
      Requirement requirement = new Requirement(type, need.name(), entry.source().subgraph());
      if (access == null
          || access.direct()
          || !need.hasContexts(access.contextArguments())
          || !solver.begin(requirement)) {
        continue;
      }
      boolean entered = enter(entry, access.requires(), need.condition());
      solver.end(requirement);
      FieldChoice choice = entered ? fromOpen(need) : null;
      int calls = choice == null ? Integer.MAX_VALUE : calls() + choice.child().cost().calls();
      if (choice != null && calls < fewest) {
        fewest = calls;
        best = choice;
        bestOpen = List.copyOf(open);
      }
      restore(before);
    }
    if (best != null) {
      restore(bestOpen);
    }
    return best;
  }

  private void restore(List<Open> state) {
    open.clear();
    open.addAll(state);
  }
}
