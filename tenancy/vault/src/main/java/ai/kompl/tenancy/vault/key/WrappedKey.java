package ai.kompl.tenancy.vault.key;

/**
 * A tenant's key as it is kept: encrypted under a master key.
 *
 * @param name which key
 * @param masterId the master key that wraps it
 * @param text the wrapped key as its master key's holder wrote it
 */
public record WrappedKey(KeyName name, String masterId, String text) {
  /** Shows no more than a name: even the wrapped key has no place in a log. */
  @Override
  public String toString() {
    return "WrappedKey[" + name + ", master=" + masterId + "]";
  }
}
