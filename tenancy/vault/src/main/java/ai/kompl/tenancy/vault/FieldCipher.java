package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.vault.key.AesGcm;
import ai.kompl.tenancy.vault.key.DataKey;
import ai.kompl.tenancy.vault.key.KeyName;
import ai.kompl.tenancy.vault.key.TenantKeys;
import ai.kompl.tenancy.vault.key.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Encrypts single values under the tenant's key. A ciphertext says which version of the key it
 * needs and opens only in its place. Its form: one byte for the form, four for the key's version,
 * twelve of nonce, then the sealed value. The first form, from before keys were kept, had no
 * version and a derived key; it is still read.
 */
public final class FieldCipher {
  private static final byte FIRST_FORM = 1;
  private static final byte FORM = 2;
  private static final int HEADER = 1 + Integer.BYTES;

  private final TenantKeys keys;
  private final SecureRandom random;

  /** With those keys; nonces come from the random source. */
  public FieldCipher(TenantKeys keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /**
   * Encrypts under the newest version of the key.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException ERASED when the tenant's keys were destroyed,
   *     UNAVAILABLE when they cannot be had
   */
  public byte[] encrypt(FieldPlace place, byte[] plain) {
    DataKey key = keys.current(place.tenant(), place.purpose());
    int version = key.name().version();
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = key.cipher().seal(nonce, place.context(version), plain);
    return ByteBuffer.allocate(HEADER + nonce.length + sealed.length)
        .put(FORM)
        .putInt(version)
        .put(nonce)
        .put(sealed)
        .array();
  }

  /**
   * Decrypts what {@link #encrypt} gave.
   *
   * @throws UnreadableException when it was changed or belongs elsewhere
   * @throws ai.kompl.tenancy.caller.ProblemException ERASED when the tenant's keys were destroyed,
   *     UNAVAILABLE when they cannot be had
   */
  public byte[] decrypt(FieldPlace place, byte[] ciphertext) {
    return switch (form(ciphertext)) {
      case FORM -> {
        int version = version(ciphertext);
        DataKey key = keys.version(new KeyName(place.tenant(), place.purpose(), version));
        yield open(key.cipher(), place.context(version), ciphertext, HEADER);
      }
      case FIRST_FORM -> {
        byte[] key =
            keys.deriving(place.tenant(), place.purpose())
                .derive(place.tenant(), "field " + place.purpose(), new byte[0]);
        byte[] context = (place.tenant() + " " + place.purpose()).getBytes(StandardCharsets.UTF_8);
        yield open(new AesGcm(key), context, ciphertext, 1);
      }
      default -> throw malformed();
    };
  }

  /**
   * Whether it would be encrypted otherwise today: under a newer key, or in a newer form.
   *
   * @throws UnreadableException when it is no ciphertext of ours
   */
  public boolean isOutdated(FieldPlace place, byte[] ciphertext) {
    return form(ciphertext) != FORM
        || version(ciphertext) != keys.current(place.tenant(), place.purpose()).name().version();
  }

  private static byte form(byte[] ciphertext) {
    if (ciphertext.length == 0) {
      throw malformed();
    }
    return ciphertext[0];
  }

  private static int version(byte[] ciphertext) {
    if (ciphertext.length < HEADER) {
      throw malformed();
    }
    int version = ByteBuffer.wrap(ciphertext, 1, Integer.BYTES).getInt();
    if (version < 1) {
      throw malformed();
    }
    return version;
  }

  private static byte[] open(AesGcm key, byte[] context, byte[] ciphertext, int header) {
    if (ciphertext.length < header + AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES) {
      throw malformed();
    }
    var buffer = ByteBuffer.wrap(ciphertext, header, ciphertext.length - header);
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    buffer.get(nonce);
    byte[] sealed = new byte[buffer.remaining()];
    buffer.get(sealed);
    return key.open(nonce, context, sealed);
  }

  private static UnreadableException malformed() {
    return new UnreadableException("the ciphertext is malformed");
  }
}
