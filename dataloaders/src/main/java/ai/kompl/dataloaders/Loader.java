package ai.kompl.dataloaders;

/**
 * A named way to read values in batches. Declared once per subgraph and used by every request; what
 * was read is kept for the request only.
 *
 * @param name unique within a subgraph, dotted, such as {@code identity.users}
 * @param batch how the values are read, perhaps from a cache
 * @param truth how they are read past any cache
 * @param maxBatch the most keys read at once
 * @param <K> the key
 * @param <V> the value
 */
public record Loader<K, V>(
    String name, BatchLoad<K, V> batch, BatchLoad<K, V> truth, int maxBatch) {

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

  /** A loader without a cache. */
  public Loader(String name, BatchLoad<K, V> batch, int maxBatch) {
    this(name, batch, batch, maxBatch);
  }

  /** A loader that reads up to {@value #DEFAULT_MAX_BATCH} keys at once. */
  public static <K, V> Loader<K, V> of(String name, BatchLoad<K, V> batch) {
    return new Loader<>(name, batch, DEFAULT_MAX_BATCH);
  }

  /** The same with a cache before its truth. */
  Loader<K, V> before(BatchLoad<K, V> cache) {
    return new Loader<>(name, cache, truth, maxBatch);
  }

  /** The same past any cache: for what follows a change within one request. */
  public Loader<K, V> fromTruth() {
    return new Loader<>(name, truth, maxBatch);
  }
}
