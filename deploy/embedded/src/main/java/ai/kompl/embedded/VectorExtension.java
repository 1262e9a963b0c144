package ai.kompl.embedded;

/** Whether the embedded PostgreSQL has the {@code vector} extension (pgvector), and if not, why. */
public sealed interface VectorExtension {

  /** The server can create it in any database. */
  record Available() implements VectorExtension {}

  /**
   * It is being built in the background, which takes about a quarter of a minute, once per user.
   */
  record Building() implements VectorExtension {}

  /**
   * The server runs without it; similarity search must be done elsewhere.
   *
   * @param reason in words for the operator
   */
  record Unavailable(String reason) implements VectorExtension {}

  /** What to do about the extension at a start. */
  enum Choice {
    /** Use it; where it is not built yet, build it in the background. */
    BUILD_WHERE_POSSIBLE,
    /** Use it where an earlier start built it. */
    USE_WHERE_BUILT,
    /** Do without it. */
    OFF
  }
}
