package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How an object is encrypted: a header (4 bytes name, 32 bytes salt), then chunks of 64 KiB, each
 * sealed on its own. The key is the object's own, derived with the salt, so the nonces can simply
 * count. The nonce also says whether a chunk is the last: chunks cannot be dropped, repeated,
 * reordered or cut off unnoticed.
 */
final class SealedFormat {
  static final int CHUNK = 64 * 1024;
  static final int SALT_BYTES = 32;
  static final int HEADER_BYTES = 4 + SALT_BYTES;

  private static final byte[] NAME = {'K', 'O', 'B', '1'};

  private final AesGcm key;
  private final byte[] context;

  SealedFormat(MasterKey masterKey, TenantId tenant, byte[] salt) {
    this.key = new AesGcm(masterKey.derive(tenant, "object", salt));
    this.context = (tenant + " object").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] header(byte[] salt) {
    return ByteBuffer.allocate(HEADER_BYTES).put(NAME).put(salt).array();
  }

  /**
   * The salt of a header.
   *
   * @throws UnreadableException when it is no header
   */
  static byte[] salt(byte[] header) {
    ByteBuffer buffer = ByteBuffer.wrap(header);
    boolean ours =
        header.length == HEADER_BYTES && buffer.slice(0, 4).equals(ByteBuffer.wrap(NAME));
    if (!ours) {
      throw new UnreadableException("the object has no header of ours");
    }
    byte[] salt = new byte[SALT_BYTES];
    buffer.get(NAME.length, salt);
    return salt;
  }

  byte[] seal(long number, boolean last, byte[] plain) {
    return key.seal(nonce(number, last), context, plain);
  }

  byte[] open(long number, boolean last, byte[] sealed) {
    return key.open(nonce(number, last), context, sealed);
  }

  private static byte[] nonce(long number, boolean last) {
    return ByteBuffer.allocate(AesGcm.NONCE_BYTES)
        .putLong(number)
        .put((byte) (last ? 1 : 0))
        .array();
  }
}
