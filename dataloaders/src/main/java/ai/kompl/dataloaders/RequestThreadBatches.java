package ai.kompl.dataloaders;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Reads every batch on the thread that dispatches it, strictly one after the other. */
public enum RequestThreadBatches implements BatchExecution {
  /** The one instance; it has no state. */
  INSTANCE;

  @Override
  public <T> CompletionStage<T> run(Supplier<T> read) {
    try {
      return CompletableFuture.completedFuture(read.get());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
