package ai.kompl.tenancy.vault.key;

import ai.kompl.tenancy.caller.Hkdf;

/** A key of a tenant, unwrapped: 32 bytes in memory, never shown. */
public final class DataKey {
  static final int LENGTH = 32;

  private final KeyName name;
  private final byte[] key;

  DataKey(KeyName name, byte[] key) {
    if (key.length != LENGTH) {
      throw new UnreadableException("the key " + name + " has " + key.length + " bytes");
    }
    this.name = name;
    this.key = key.clone();
  }

  /** Which key it is. */
  public KeyName name() {
    return name;
  }

  /** The cipher with the key itself. */
  public AesGcm cipher() {
    return new AesGcm(key);
  }

  /** The cipher with a key made from this one and the salt, for one thing only. */
  public AesGcm cipher(byte[] salt) {
    return new AesGcm(Hkdf.derive(key, salt, "kompl data key use 1"));
  }

  /** The key itself, for what is no encryption: signing, tags. */
  public byte[] secret() {
    return key.clone();
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "DataKey[" + name + "]";
  }
}
