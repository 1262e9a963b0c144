package ai.kompl.federation.planner;

/** A step that makes a fetch graph cheaper without changing what it fetches. */
interface FetchPass {
  void improve(FetchGraph graph);
}
