package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.graph.Source;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final int entrySources;
  private final NumberedSources sources = new NumberedSources();
  private final Map<String, FieldFacts> fields = new HashMap<>();
  private final IdentityHashMap<FieldSet, Needs> keys = new IdentityHashMap<>();
  private final IdentityHashMap<Need, Map<List<Integer>, Decision>> below = new IdentityHashMap<>();
  private final IdentityHashMap<Need, Map<Long, Integer>> calls = new IdentityHashMap<>();
  private final IdentityHashMap<Needs, Relevant> relevant = new IdentityHashMap<>();

  /**
   * The fields that matter for some needs.
   *
   * @param wanted the needed fields and what they require
   * @param all the same with the fields of all keys
   */
  record Relevant(List<FieldFacts> wanted, List<FieldFacts> all) {}

  LocalFacts(PositionSolver solver, CompositeType type) {
    this.solver = solver;
    this.type = type;
    this.entries =
        solver.graph().entries(type).stream()
            .map(entry -> new Entry(entry.kind(), solver.known(entry.source()), entry.keys()))
            .toList();
    entries.forEach(entry -> sources.number(entry.source()));
    this.entrySources = sources.count();
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

  /** How many sources the entries have: those numbered below. */
  int entrySources() {
    return entrySources;
  }

  /** The sources of such objects, those of the entries first. */
  NumberedSources sources() {
    return sources;
  }

  /** How the sources give a field. */
  FieldFacts field(String name) {
    FieldFacts known = fields.get(name);
    if (known == null) {
      known = new FieldFacts(solver.graph(), solver::known, type, name, sources);
      fields.put(name, known);
    }
    return known;
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

  /** The fields that matter for some needs. */
  Relevant relevant(Needs needs) {
    Relevant known = relevant.get(needs);
    if (known == null) {
      var names = new RelevantFields(solver.graph());
      List<FieldFacts> wanted = fields(names.wanted(type, needs));
      known = new Relevant(wanted, fields(names.of(type, needs)));
      relevant.put(needs, known);
    }
    return known;
  }

  private List<FieldFacts> fields(Set<String> names) {
    List<FieldFacts> all = new ArrayList<>(names.size());
    for (String name : names) {
      all.add(field(name));
    }
    return all;
  }

  /** The fewest calls found below a field, by the sources that give it, as bits. */
  Map<Long, Integer> calls(Need need) {
    return calls.computeIfAbsent(need, _ -> new HashMap<>());
  }

  /**
   * The decision below a field that the sources of these numbers give; null when there is none.
   * Only what was found is kept: a failure may be that of a cycle.
   */
  @Nullable Decision below(Need need, List<Integer> givers) {
    Map<List<Integer>, Decision> known = below.computeIfAbsent(need, _ -> new HashMap<>());
    Decision found = known.get(givers);
    if (found == null) {
      FieldFacts field = field(need.name());
      List<Source> holders = new ArrayList<>(givers.size());
      for (int giver : givers) {
        holders.add(field.into(giver));
      }
      found = solver.below(need, holders);
      if (found != null) {
        known.put(givers, found);
      }
    }
    return found;
  }
}
