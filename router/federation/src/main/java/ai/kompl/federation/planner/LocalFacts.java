package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Access;
import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.graph.Source;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is the same wherever objects of one type are planned in an operation: how each source gives
 * each field, what keys need, and the decisions below. Equal sources, needs and keys are the same
 * objects here, so identity finds them.
 */
final class LocalFacts {
  private final PositionSolver solver;
  private final CompositeType type;
  private final List<Entry> entries;
  private final IdentityHashMap<Source, Map<String, Optional<Access>>> access =
      new IdentityHashMap<>();
  private final IdentityHashMap<Source, Map<String, Source>> into = new IdentityHashMap<>();
  private final IdentityHashMap<Source, Integer> numbers = new IdentityHashMap<>();
  private final IdentityHashMap<FieldSet, Needs> keys = new IdentityHashMap<>();
  private final IdentityHashMap<Need, Map<List<Source>, Decision>> below = new IdentityHashMap<>();
  private final IdentityHashMap<Need, Map<Long, Integer>> calls = new IdentityHashMap<>();
  private final IdentityHashMap<Needs, RelevantFields.Names> relevant = new IdentityHashMap<>();

  LocalFacts(PositionSolver solver, CompositeType type) {
    this.solver = solver;
    this.type = type;
    this.entries =
        solver.graph().entries(type).stream()
            .map(entry -> new Entry(entry.kind(), solver.known(entry.source()), entry.keys()))
            .toList();
  }

  PositionSolver solver() {
    return solver;
  }

  CompositeType type() {
    return type;
  }

  /** Where such an object can be opened. */
  List<Entry> entries() {
    return entries;
  }

  /** A number for the source, from zero in the order in which sources are met. */
  int number(Source source) {
    return numbers.computeIfAbsent(source, _ -> numbers.size());
  }

  /** How a source gives a field of the object; null when it does not. */
  @Nullable Access access(Source source, String field) {
    Map<String, Optional<Access>> fields = access.get(source);
    if (fields == null) {
      fields = new HashMap<>();
      access.put(source, fields);
    }
    Optional<Access> known = fields.get(field);
    if (known == null) {
      known = Optional.ofNullable(solver.graph().access(source, type, field));
      fields.put(field, known);
    }
    return known.orElse(null);
  }

  /** What must be there before a key can be sent. */
  Needs key(FieldSet key) {
    return keys.computeIfAbsent(
        key,
        _ ->
            solver
                .needs()
                .pool()
                .narrow(
                    solver.needs().needs(key, type, Condition.ALWAYS), type.possible().first()));
  }

  /** What holds the objects below a field that a source gives. */
  Source into(Source source, Need need) {
    return into.computeIfAbsent(source, _ -> new HashMap<>())
        .computeIfAbsent(
            need.name(),
            name -> {
              Access given = Objects.requireNonNull(access(source, name));
              CompositeType named = solver.graph().schema().composite(given.type().name());
              return solver.known(new Source(source.subgraph(), named, given.provided()));
            });
  }

  /** The fields that matter for some needs. */
  RelevantFields.Names relevant(Needs needs) {
    return relevant.computeIfAbsent(
        needs,
        _ -> {
          var fields = new RelevantFields(solver.graph());
          return new RelevantFields.Names(fields.wanted(type, needs), fields.of(type, needs));
        });
  }

  /** The fewest calls found below a field, by the sources that give it, as bits. */
  Map<Long, Integer> calls(Need need) {
    return calls.computeIfAbsent(need, _ -> new HashMap<>());
  }

  /**
   * The decision below a field that these sources give; null when there is none. Only what was
   * found is kept: a failure may be that of a cycle.
   */
  @Nullable Decision below(Need need, List<Source> sources) {
    Map<List<Source>, Decision> known = below.computeIfAbsent(need, _ -> new HashMap<>());
    Decision found = known.get(sources);
    if (found == null) {
      found = solver.below(need, sources.stream().map(source -> into(source, need)).toList());
      if (found != null) {
        known.put(sources, found);
      }
    }
    return found;
  }
}
