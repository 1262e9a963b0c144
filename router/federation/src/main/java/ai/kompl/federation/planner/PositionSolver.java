package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.graph.Source;
import ai.kompl.federation.planner.Decision.ClassDecision;
import ai.kompl.federation.planner.Decision.Opening;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldInSubgraph;
import ai.kompl.federation.schema.TypeInSubgraph;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest way to meet the needs of an object position, given the sources that hold the
 * object. What happens at one position does not depend on its siblings, so results are kept by
 * (needs, possible types, sources).
 */
final class PositionSolver {
  private final QueryGraph graph;
  private final NeedsBuilder needs;
  private final PlanBudget budget;
  private final TypeSet hidden;
  private final Map<Position, Optional<Decision>> memo = new HashMap<>();
  private final Map<Source, Source> sources = new HashMap<>();
  private final Map<CompositeType, LocalFacts> facts = new HashMap<>();
  private final Set<Requirement> pending = new HashSet<>();
  private int cycles;

  /**
   * Where needs are to be met.
   *
   * @param possible the object types that the object can have
   * @param exclusive whether each field must come from one source only, as a mutation's must
   */
  record Position(Needs needs, TypeSet possible, List<Source> sources, boolean exclusive) {
    Position {
      sources = List.copyOf(sources);
    }
  }

  /** A field whose requirements are being met; asked for again meanwhile, it is a cycle. */
  record Requirement(CompositeType type, String field, int subgraph) {}

  PositionSolver(QueryGraph graph, NeedsBuilder needs, PlanBudget budget) {
    this.graph = graph;
    this.needs = needs;
    this.budget = budget;
    this.hidden = hidden(graph);
  }

  QueryGraph graph() {
    return graph;
  }

  NeedsBuilder needs() {
    return needs;
  }

  PlanBudget budget() {
    return budget;
  }

  /** The object types that clients never see. */
  TypeSet hidden() {
    return hidden;
  }

  /** The one object that stands for all equal sources. */
  Source known(Source source) {
    Source present = sources.putIfAbsent(source, source);
    return present == null ? source : present;
  }

  private LocalChoice choice(Position position, CompositeType type) {
    LocalFacts known = facts.get(type);
    if (known == null) {
      known = new LocalFacts(this, type);
      facts.put(type, known);
    }
    return new LocalChoice(known, position);
  }

  /** Marks a requirement as being met; false when it already is, which makes a cycle. */
  boolean begin(Requirement requirement) {
    boolean begun = pending.add(requirement);
    cycles += begun ? 0 : 1;
    return begun;
  }

  void end(Requirement requirement) {
    pending.remove(requirement);
  }

  /** The cheapest decision, or null when the needs cannot be met. */
  @Nullable Decision solve(Position position) {
    if (position.needs().isEmpty()) {
      return Decision.NOTHING;
    }
    Optional<Decision> known = memo.get(position);
    if (known != null) {
      return known.orElse(null);
    }
    int cyclesBefore = cycles;
    Decision decision = typesKnown(position) ? solveTyped(position) : solveUntyped(position);
    // A failure inside a cycle of requirements says nothing about the position elsewhere.
    if (decision != null || cycles == cyclesBefore) {
      memo.put(position, Optional.ofNullable(decision));
    }
    return decision;
  }

  /** The decision for what is needed below a field that these sources give. */
  @Nullable Decision below(Need need, List<Source> sources) {
    return solve(new Position(need.children(), possible(sources), sources, false));
  }

  /** The object types that objects from these sources can have. */
  TypeSet possible(List<Source> sources) {
    for (Source source : sources) {
      if (source.subgraph() != Source.GIVEN && !source.interfaceObject()) {
        TypeInSubgraph there = source.type().in(source.subgraph());
        return there == null ? source.type().possible() : there.possible();
      }
    }
    return sources.getFirst().type().possible();
  }

  private static boolean typesKnown(Position position) {
    if (position.possible().size() <= 1) {
      return true;
    }
    for (Source source : position.sources()) {
      if (!source.interfaceObject()) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Decision solveTyped(Position position) {
    List<ClassDecision> classes = new ArrayList<>();
    Cost cost = Cost.NOTHING;
    Set<Integer> opened = new HashSet<>();
    for (ObjectClass group : classes(position)) {
      ClassDecision decision =
          choice(position, graph.schema().object(group.types().first()))
              .best(group.needs(), group.types());
      if (decision == null) {
        return null;
      }
      classes.add(decision);
      int shared = 0;
      for (Opening opening : decision.openings()) {
        shared += opened.contains(opening.entry().source().subgraph()) ? 1 : 0;
      }
      decision.openings().forEach(opening -> opened.add(opening.entry().source().subgraph()));
      // Classes that open the same subgraph will share the call.
      cost = cost.beside(decision.cost().withCalls(decision.cost().calls() - shared));
    }
    return new Decision(cost, null, classes);
  }

  /**
   * All sources know the objects only under an interface's name: either everything can be had that
   * way, or a subgraph that knows the types is asked first.
   */
  private @Nullable Decision solveUntyped(Position position) {
    Decision best = uniform(position) ? solveByInterface(position) : null;
    CompositeType type = position.sources().getFirst().type();
    LocalChoice choice = choice(position, type);
    for (Entry entry : graph.entries(type)) {
      if (entry.source().interfaceObject() || (best != null && best.cost().calls() <= 1)) {
        continue;
      }
      Opening opening = choice.open(entry);
      if (opening != null) {
        List<Source> sources = new ArrayList<>(position.sources());
        sources.add(known(entry.source()));
        Decision rest =
            solve(new Position(position.needs(), possible(sources), sources, position.exclusive()));
        Cost cost = rest == null ? null : rest.cost().after(1).beside(Cost.of(1, 1));
        if (cost != null && (best == null || cost.compareTo(best.cost()) < 0)) {
          best = new Decision(cost, opening, Objects.requireNonNull(rest).classes());
        }
      }
    }
    return best;
  }

  private @Nullable Decision solveByInterface(Position position) {
    CompositeType type = position.sources().getFirst().type();
    int visible = position.possible().minus(hidden).first();
    Needs uniform = needs.pool().narrow(position.needs(), visible);
    ClassDecision decision = choice(position, type).best(uniform, position.possible());
    return decision == null ? null : new Decision(decision.cost(), null, List.of(decision));
  }

  private boolean uniform(Position position) {
    TypeSet visible = position.possible().minus(hidden);
    return !visible.isEmpty()
        && position.needs().fields().stream()
            .allMatch(need -> !need.isTypename() && visible.isSubsetOf(need.types()));
  }

  /** Object types that are planned alike. */
  private record ObjectClass(Needs needs, TypeSet types) {}

  private record Signature(Needs needs, List<@Nullable Object> facts) {}

  private List<ObjectClass> classes(Position position) {
    if (position.possible().size() == 1) {
      Needs wanted = wanted(position, position.possible().first());
      return wanted.isEmpty() ? List.of() : List.of(new ObjectClass(wanted, position.possible()));
    }
    Map<Signature, ObjectClass> classes = new LinkedHashMap<>();
    position
        .possible()
        .forEach(number -> {
          Needs wanted = wanted(position, number);
          if (!wanted.isEmpty()) {
            CompositeType type = graph.schema().object(number);
            TypeSet single = TypeSet.of(number);
            classes.merge(
                new Signature(wanted, facts(position, type, wanted)),
                new ObjectClass(wanted, single),
                (one, other) -> new ObjectClass(one.needs(), one.types().or(other.types())));
          }
        });
    return List.copyOf(classes.values());
  }

  /** What is needed of objects of one type besides the type's name. */
  private Needs wanted(Position position, int type) {
    Needs alone = needs.pool().narrow(position.needs(), type);
    List<Need> real = new ArrayList<>(alone.fields().size());
    for (Need need : alone.fields()) {
      if (!need.isTypename()) {
        real.add(need);
      }
    }
    return real.size() == alone.fields().size() ? alone : needs.pool().intern(real);
  }

  /** Everything about a type that its decision can depend on. */
  private List<@Nullable Object> facts(Position position, CompositeType type, Needs wanted) {
    List<@Nullable Object> facts = new ArrayList<>();
    for (Source source : position.sources()) {
      TypeInSubgraph there =
          source.subgraph() == Source.GIVEN ? null : source.type().in(source.subgraph());
      facts.add(there != null && type.possible().isSubsetOf(there.possible()));
    }
    facts.add(type.interfaces());
    Set<String> names = new RelevantFields(graph).of(type, wanted);
    for (int subgraph = 0; subgraph < graph.schema().subgraphs().size(); subgraph++) {
      TypeInSubgraph there = type.in(subgraph);
      facts.add(there == null ? null : there.keys());
      for (String name : names) {
        var field = type.field(name);
        FieldInSubgraph column = field == null ? null : field.in(subgraph);
        facts.add(column);
      }
    }
    return facts;
  }

  private static TypeSet hidden(QueryGraph graph) {
    TypeSet hidden = TypeSet.empty();
    for (CompositeType type : graph.schema().types()) {
      if (type.kind() == CompositeType.Kind.OBJECT && type.inaccessible()) {
        hidden = hidden.or(type.possible());
      }
    }
    return hidden;
  }
}
