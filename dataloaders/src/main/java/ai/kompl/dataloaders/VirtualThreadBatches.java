package ai.kompl.dataloaders;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.RequestScope;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reads batches side by side, each on a virtual thread of its own with the request's scope bound
 * again, since scoped values do not follow into executors. At most as many run at once as there are
 * connections to be had: virtual threads beyond that would only queue at the pool until it gives
 * up.
 */
public final class VirtualThreadBatches implements BatchExecution, AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits;
  private final Duration patience;

  /**
   * Bounded parallel reads.
   *
   * @param atOnce the most batches read at the same time, over all requests
   * @param patience how long a batch waits for its turn before it fails as {@code UNAVAILABLE}
   */
  public VirtualThreadBatches(int atOnce, Duration patience) {
    this.permits = new Semaphore(atOnce);
    this.patience = patience;
  }

  @Override
  public <T> CompletionStage<T> run(Supplier<T> read) {
    Optional<RequestScope> scope = RequestScope.current();
    return CompletableFuture.supplyAsync(() -> within(scope, read), threads);
  }

  private <T> T within(Optional<RequestScope> scope, Supplier<T> read) {
    if (scope.isEmpty()) {
      return inTurn(read);
    }
    return scope.get().call(() -> inTurn(read));
  }

  private <T> T inTurn(Supplier<T> read) {
    takeTurn();
    try {
      return read.get();
    } finally {
      permits.release();
    }
  }

  private void takeTurn() {
    try {
      if (!permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ProblemException(Problem.UNAVAILABLE, "All database readers are busy.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.UNAVAILABLE, "The server is stopping.", e);
    }
  }

  /** Waits for running reads and takes no more. */
  @Override
  public void close() {
    threads.close();
  }
}
