package ai.kompl.gateway.http;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import io.helidon.common.concurrency.limits.AimdLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.concurrency.limits.LimitAlgorithm;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How much work is let in at once. The limit falls when work takes too long and rises again when it
 * does not (additive increase, multiplicative decrease). Streams and health checks do not pass
 * here: they hold no worker while they wait.
 */
public final class Admittance {
  private final Limit limit;

  private Admittance(Limit limit) {
    this.limit = limit;
  }

  /**
   * Lets in up to that many at once.
   *
   * @param most the upper limit, where it also begins
   * @param tooLong what counts as taking too long
   */
  public static Admittance of(int most, Duration tooLong) {
    return new Admittance(
        AimdLimit.builder()
            .initialLimit(most)
            .maxLimit(most)
            .minLimit(Math.min(most, 8))
            .timeout(tooLong)
            .queueLength(most)
            .queueTimeout(Duration.ofMillis(500))
            .build());
  }

  /** Does the work, or refuses it when there is no room. */
  <T> T within(Supplier<T> work) {
    if (!(limit.tryAcquireOutcome(true) instanceof LimitAlgorithm.Outcome.Accepted accepted)) {
      throw full();
    }
    LimitAlgorithm.Token token = accepted.token();
    boolean done = false;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      if (done) {
        token.success();
      } else {
        // Refusals say nothing about how fast the work itself is.
        token.ignore();
      }
    }
  }

  private static RefusedException full() {
    return RefusedException.of(
            Refusal.UNAVAILABLE, "The server has more work than it can do now; retry shortly.")
        .withHeader("Retry-After", "1");
  }
}
