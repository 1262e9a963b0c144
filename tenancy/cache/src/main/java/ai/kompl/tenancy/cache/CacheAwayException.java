package ai.kompl.tenancy.cache;

/** The shared level of the cache does not answer. Never leaves the cache. */
public final class CacheAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what happened. */
  public CacheAwayException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With what was noticed. */
  public CacheAwayException(String message) {
    super(message);
  }
}
