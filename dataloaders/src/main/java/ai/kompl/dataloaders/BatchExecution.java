package ai.kompl.dataloaders;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * On which thread a batch is read. Queries read batches side by side on virtual threads; a mutation
 * reads them one after the other on its own thread, so that what it reads follows what it wrote.
 */
public interface BatchExecution {

  /**
   * Runs a blocking read.
   *
   * @param read the read; may throw
   * @return its value or its failure
   */
  <T> CompletionStage<T> run(Supplier<T> read);
}
