package ai.kompl.federation.planner;

import ai.kompl.federation.operation.Conditions;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.EntityLookup.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fetch while the plan is being put together: of a root, or of entities. */
final class FetchNode {
  private final int subgraph;
  private final int part;
  private final @Nullable RootPart root;
  private final List<LookupNode> lookups = new ArrayList<>();
  private final Set<FetchNode> dependsOn = new LinkedHashSet<>();

  /** What is fetched from a root type, and where its object lies. */
  record RootPart(List<Step> path, Cursor cursor, boolean mutation) {}

  /** A fetch that a part of the response waits for; zero is the first response. */
  FetchNode(int subgraph, int part, @Nullable RootPart root) {
    this.subgraph = subgraph;
    this.part = part;
    this.root = root;
  }

  int subgraph() {
    return subgraph;
  }

  int part() {
    return part;
  }

  @Nullable RootPart root() {
    return root;
  }

  List<LookupNode> lookups() {
    return lookups;
  }

  Set<FetchNode> dependsOn() {
    return dependsOn;
  }

  boolean isEmpty() {
    return root != null ? root.cursor().isEmpty() : lookups.stream().allMatch(LookupNode::isEmpty);
  }

  /** When any of it is wanted. */
  Condition condition() {
    if (root != null) {
      return root.cursor().wanted();
    }
    Condition any = Conditions.NEVER;
    for (LookupNode lookup : lookups) {
      any = Conditions.or(any, lookup.condition());
    }
    return any;
  }
}
