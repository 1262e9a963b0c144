package ai.kompl.identity.key;

/** Encrypts what is kept in the database under a key that is not. */
public interface KeyProtection {

  /**
   * The bytes in a form that only {@link #open} can read.
   *
   * @param keyId whose bytes they are; opens them again
   */
  byte[] seal(String keyId, byte[] plain);

  /**
   * The bytes that were sealed.
   *
   * @throws RuntimeException when they were changed or sealed under another key or id
   */
  byte[] open(String keyId, byte[] sealed);

  /** Whether they would be sealed otherwise today, under a newer key. */
  boolean isOutdated(String keyId, byte[] sealed);
}
