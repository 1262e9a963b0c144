package ai.kompl.tenancy.vault.key;

import java.io.Serial;

/** A ciphertext that was changed, or belongs to another tenant, purpose or master key. */
public final class UnreadableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With what it was. */
  public UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With what it was. */
  public UnreadableException(String message) {
    super(message);
  }
}
