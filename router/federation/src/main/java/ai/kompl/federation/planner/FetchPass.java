package ai.kompl.federation.planner;

/** A step that makes a fetch graph cheaper without changing what it fetches. */
interface FetchPass {
  /**
   * Improves the graph; a search that grows faster than the graph ends when the budget is spent and
   * leaves a graph that is whole.
   */
  void improve(FetchGraph graph, PlanBudget budget);
}
