package ai.kompl.local.client;

/** The endpoint refused what was asked, or answered with something that is not an answer. */
public final class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was answered. */
  public ClientException(String message) {
    super(message);
  }

  /** With what was answered and the cause. */
  public ClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
