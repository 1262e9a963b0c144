package ai.kompl.federation.planner;

import java.util.List;

/** Takes away dependencies that follow from others. */
final class ReduceDependencies implements FetchPass {
  @Override
  public void improve(FetchGraph graph) {
    for (FetchNode fetch : graph.fetches()) {
      for (FetchNode early : List.copyOf(fetch.dependsOn())) {
        boolean follows =
            fetch.dependsOn().stream()
                .anyMatch(late -> !late.equals(early) && graph.waitsFor(late, early));
        if (follows) {
          fetch.dependsOn().remove(early);
        }
      }
    }
  }
}
