package ai.kompl.identity.key;

/** Encrypts what is kept in the database under a key that is not. */
public interface KeyProtection {

  /** The bytes in a form that only {@link #open} can read. */
  byte[] seal(byte[] plain);

  /**
   * The bytes that were sealed.
   *
   * @throws RuntimeException when they were changed or sealed under another key
   */
  byte[] open(byte[] sealed);
}
