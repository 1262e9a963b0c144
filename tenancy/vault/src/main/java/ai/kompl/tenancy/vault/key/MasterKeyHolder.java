package ai.kompl.tenancy.vault.key;

import java.util.Optional;

/**
 * Who holds the master key: it wraps and unwraps the tenants' keys and never gives itself away.
 * Safe for use by many threads.
 */
public interface MasterKeyHolder {
  /** The name of the master key that wraps now; says nothing about the key. */
  String currentId();

  /**
   * Wraps a key under the present master key.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the holder does not answer
   */
  WrappedKey wrap(KeyName name, byte[] key);

  /**
   * Unwraps what {@link #wrap} gave, also under an earlier master key as long as it is held.
   *
   * @throws UnreadableException when the text was changed or its master key is not held here; the
   *     message says which one it needs
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the holder does not answer
   */
  byte[] unwrap(WrappedKey key);

  /**
   * The master key from which keys were derived before they were kept wrapped, where it is held
   * here: what was encrypted then can be read only with it.
   */
  Optional<MasterKey> deriving();

  /** Where the master key is, for messages to the operator: a file, an address. */
  String place();
}
