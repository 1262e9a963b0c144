package ai.kompl.tenancy.caller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What accompanies a request for tracing and for its time limit, and for nothing else: the caller
 * is always passed as a value. Threads that a request starts must bind it again.
 *
 * @param requestId ties logs, traces and the audit trail together
 * @param deadline when the answer is no longer wanted
 */
public record RequestScope(String requestId, Instant deadline) {
  private static final ScopedValue<RequestScope> CURRENT = ScopedValue.newInstance();

  /** The scope of the running request, if the thread serves one. */
  public static Optional<RequestScope> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Runs the work within this scope, on this thread. */
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CURRENT, this).<T, X>call(work);
  }

  /** Runs the work within this scope, on this thread. */
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /** The time that is left; zero when the deadline has passed. */
  public Duration remaining(InstantSource clock) {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
