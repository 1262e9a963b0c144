package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.JoinField;
import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.merge.MergedType;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.Externals;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.FieldSet;
import ai.kompl.federation.composition.subgraph.FieldSetParser;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each subgraph can do with a field, one choice of labels in view. */
final class FieldAccess {
  /** Whether a subgraph resolves a field of its own accord, and if not, why. */
  enum State {
    RESOLVED,
    ABSENT,
    EXTERNAL,
    OVERRIDDEN
  }

  /**
   * One field in one subgraph.
   *
   * @param target name of its type without wrappers
   * @param provides what it provides below
   * @param requires what must be fetched before; empty when nothing
   * @param contexts contexts that must have been met on the path
   */
  record Access(
      State state, String target, FieldSet provides, FieldSet requires, List<String> contexts) {}

  private static final Access NOWHERE =
      new Access(State.ABSENT, "", FieldSet.EMPTY, FieldSet.EMPTY, List.of());

  private final MergedSchema merged;
  private final Set<String> labelsOn;
  private final List<Externals> externals = new ArrayList<>();
  private final Map<String, Map<String, @Nullable Access[]>> cache = new HashMap<>();

  FieldAccess(MergedSchema merged, Set<String> labelsOn) {
    this.merged = merged;
    this.labelsOn = labelsOn;
    merged.subgraphs().forEach(subgraph -> externals.add(new Externals(subgraph)));
  }

  Access of(int graph, String type, String field) {
    @Nullable Access[] graphs =
        cache
            .computeIfAbsent(type, _ -> new HashMap<>())
            .computeIfAbsent(field, _ -> new Access[merged.subgraphs().size()]);
    Access known = graphs[graph];
    if (known == null) {
      known = read(graph, type, field);
      graphs[graph] = known;
    }
    return known;
  }

  private Access read(int graph, String type, String fieldName) {
    Subgraph subgraph = merged.subgraphs().get(graph);
    TypeNode node = subgraph.type(type);
    FieldNode field = node == null ? null : node.fields().get(fieldName);
    if (field == null) {
      return NOWHERE;
    }
    JoinField join = join(subgraph.name(), type, fieldName);
    return new Access(
        state(graph, type, fieldName, join),
        field.type().baseName(),
        fieldSet(field.first(FederationDirective.PROVIDES)),
        fieldSet(field.first(FederationDirective.REQUIRES)),
        join == null
            ? List.of()
            : join.contextArguments().stream().map(JoinField.ContextArgument::context).toList());
  }

  private static FieldSet fieldSet(@Nullable Applied applied) {
    String fields = applied == null ? null : applied.string("fields");
    return fields == null ? FieldSet.EMPTY : FieldSetParser.parseChecked(fields);
  }

  private @Nullable JoinField join(String subgraph, String type, String field) {
    MergedType mergedType = merged.types().get(type);
    if (mergedType == null) {
      return null;
    }
    for (JoinField join : mergedType.fields().getOrDefault(field, List.of())) {
      if (subgraph.equals(join.subgraph())) {
        return join;
      }
    }
    return null;
  }

  private State state(int graph, String type, String field, @Nullable JoinField join) {
    MergedType mergedType = merged.types().get(type);
    boolean listed = mergedType != null && mergedType.fields().containsKey(field);
    if (listed && join == null) {
      return State.OVERRIDDEN;
    }
    if (externals.get(graph).external(type, field)) {
      return State.EXTERNAL;
    }
    if (join == null) {
      return State.RESOLVED;
    }
    String label = join.overrideLabel();
    if (label == null) {
      return join.usedOverridden() ? State.OVERRIDDEN : State.RESOLVED;
    }
    boolean taker = join.override() != null;
    return labelsOn.contains(label) == taker ? State.RESOLVED : State.OVERRIDDEN;
  }
}
