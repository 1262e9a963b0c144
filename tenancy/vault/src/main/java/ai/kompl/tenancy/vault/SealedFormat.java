package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.key.AesGcm;
import ai.kompl.tenancy.vault.key.DataKey;
import ai.kompl.tenancy.vault.key.KeyName;
import ai.kompl.tenancy.vault.key.TenantKeys;
import ai.kompl.tenancy.vault.key.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * How an object is encrypted: a header (4 bytes name, 4 bytes version of the tenant's key, 32 bytes
 * salt), then chunks of 64 KiB, each sealed on its own. The key is the object's own, made from the
 * tenant's with the salt, so the nonces can simply count. The nonce also says whether a chunk is
 * the last: chunks cannot be dropped, repeated, reordered or cut off unnoticed. The first form,
 * from before keys were kept, has no version and a derived key; it is still read.
 */
final class SealedFormat {
  /** What the tenants' keys for objects are for. */
  static final String PURPOSE = "objects";

  static final int CHUNK = 64 * 1024;
  static final int SALT_BYTES = 32;
  static final int HEADER_BYTES = 4 + Integer.BYTES + SALT_BYTES;

  private static final int FIRST_FORM = name("KOB1");
  private static final int FORM = name("KOB2");

  private final AesGcm key;
  private final byte[] header;
  private final byte[] context;
  private final int keyVersion;

  private SealedFormat(AesGcm key, byte[] header, byte[] context, int keyVersion) {
    this.key = key;
    this.header = header;
    this.context = context;
    this.keyVersion = keyVersion;
  }

  /** For a new object, under the newest version of the tenant's key. */
  static SealedFormat begin(TenantKeys keys, TenantId tenant, SecureRandom random) {
    DataKey key = keys.current(tenant, PURPOSE);
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    int version = key.name().version();
    byte[] header =
        ByteBuffer.allocate(HEADER_BYTES).putInt(FORM).putInt(version).put(salt).array();
    return new SealedFormat(key.cipher(salt), header, context(tenant, version), version);
  }

  /**
   * For an object that begins here; its header is read.
   *
   * @throws UnreadableException when it is no header of ours or its key is not there
   */
  static SealedFormat read(TenantKeys keys, TenantId tenant, InputStream sealed)
      throws IOException {
    byte[] name = sealed.readNBytes(Integer.BYTES);
    int form = name.length == Integer.BYTES ? ByteBuffer.wrap(name).getInt() : 0;
    if (form == FORM) {
      int version = ByteBuffer.wrap(whole(sealed, Integer.BYTES)).getInt();
      if (version < 1) {
        throw new UnreadableException("the object has no header of ours");
      }
      byte[] salt = whole(sealed, SALT_BYTES);
      AesGcm key = keys.version(new KeyName(tenant, PURPOSE, version)).cipher(salt);
      return new SealedFormat(key, new byte[0], context(tenant, version), version);
    }
    if (form == FIRST_FORM) {
      byte[] salt = whole(sealed, SALT_BYTES);
      var key = new AesGcm(keys.deriving(tenant, PURPOSE).derive(tenant, "object", salt));
      byte[] context = (tenant + " object").getBytes(StandardCharsets.UTF_8);
      return new SealedFormat(key, new byte[0], context, 0);
    }
    throw new UnreadableException("the object has no header of ours");
  }

  /** What a new object begins with. */
  byte[] header() {
    return header.clone();
  }

  /** The version of the tenant's key; 0 when the key was derived. */
  int keyVersion() {
    return keyVersion;
  }

  byte[] seal(long number, boolean last, byte[] plain) {
    return key.seal(nonce(number, last), context, plain);
  }

  byte[] open(long number, boolean last, byte[] sealed) {
    return key.open(nonce(number, last), context, sealed);
  }

  private static byte[] whole(InputStream sealed, int length) throws IOException {
    byte[] part = sealed.readNBytes(length);
    if (part.length < length) {
      throw new UnreadableException("the object has no header of ours");
    }
    return part;
  }

  private static byte[] context(TenantId tenant, int version) {
    return ("kompl object 2|" + tenant + "|" + version).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] nonce(long number, boolean last) {
    return ByteBuffer.allocate(AesGcm.NONCE_BYTES)
        .putLong(number)
        .put((byte) (last ? 1 : 0))
        .array();
  }

  private static int name(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).getInt();
  }
}
