package ai.kompl.dataloaders;

/**
 * A named way to read values in batches. Declared once per subgraph and used by every request; what
 * was read is kept for the request only.
 *
 * @param name unique within a subgraph, dotted, such as {@code identity.users}
 * @param batch how the values are read
 * @param maxBatch the most keys read at once
 * @param <K> the key
 * @param <V> the value
 */
public record Loader<K, V>(String name, BatchLoad<K, V> batch, int maxBatch) {

  /** The batch size of loaders that do not say otherwise. */
  public static final int DEFAULT_MAX_BATCH = 500;

  public Loader {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a loader needs a name");
    }
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch must be positive: " + maxBatch);
    }
  }

  /** A loader that reads up to {@value #DEFAULT_MAX_BATCH} keys at once. */
  public static <K, V> Loader<K, V> of(String name, BatchLoad<K, V> batch) {
    return new Loader<>(name, batch, DEFAULT_MAX_BATCH);
  }
}
