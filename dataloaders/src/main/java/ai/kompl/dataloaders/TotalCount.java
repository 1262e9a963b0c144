package ai.kompl.dataloaders;

import java.util.function.LongSupplier;

/** How many entries a list has over all pages; counted only when a client selects it. */
public sealed interface TotalCount {

  /**
   * Counted by one statement of its own.
   *
   * @param count runs the statement; may block
   */
  record Direct(LongSupplier count) implements TotalCount {}

  /**
   * Counted together with the lists of other parents.
   *
   * @param loader counts for many parents
   * @param key this list's parent and filter
   * @param <K> the loader's key
   */
  record Batched<K>(Loader<K, Long> loader, K key) implements TotalCount {}
}
