package ai.kompl.regops.catalogue;

/**
 * How much of a file a reader accepts before it refuses.
 *
 * @param maxBytes size of the file in bytes
 * @param maxDepth nesting of objects and arrays
 * @param maxTextLength length of one text in characters, before and after parameters are filled in
 * @param maxNodes groups and requirements together
 */
public record CatalogueLimits(long maxBytes, int maxDepth, int maxTextLength, int maxNodes) {

  /**
   * 64 MiB, 64 levels, 256 Ki characters, 50,000 nodes: some forty times the largest catalogue
   * published by NIST.
   */
  public static final CatalogueLimits DEFAULT =
      new CatalogueLimits(64L << 20, 64, 256 << 10, 50_000);

  public CatalogueLimits {
    if (maxBytes < 1 || maxDepth < 1 || maxTextLength < 1 || maxNodes < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** These limits with another size of file. */
  public CatalogueLimits withMaxBytes(long bytes) {
    return new CatalogueLimits(bytes, maxDepth, maxTextLength, maxNodes);
  }
}
