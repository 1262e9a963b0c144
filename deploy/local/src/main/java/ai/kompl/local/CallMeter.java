package ai.kompl.local;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the calls from the router to the subgraphs of this process. */
final class CallMeter {
  private final AtomicLong calls = new AtomicLong();

  long calls() {
    return calls.get();
  }

  HostedSubgraphs around(HostedSubgraphs inner) {
    return subgraph -> {
      var hosted = inner.host(subgraph);
      return call -> {
        calls.incrementAndGet();
        return hosted.execute(call);
      };
    };
  }
}
