package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.key.AesGcm;
import ai.kompl.tenancy.vault.key.TenantKeys;
import ai.kompl.tenancy.vault.key.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/** Reads an encrypted object; at its end the hash of the content has to be the expected one. */
final class SealedInput extends InputStream {
  private static final int SEALED_CHUNK = SealedFormat.CHUNK + AesGcm.TAG_BYTES;

  private final PushbackInputStream source;
  private final SealedFormat format;
  private final MessageDigest hash;
  private final String expectedSha256;
  private byte[] chunk = new byte[0];
  private int position;
  private long number;
  private boolean ended;

  private SealedInput(
      PushbackInputStream source, SealedFormat format, MessageDigest hash, String expectedSha256) {
    this.source = source;
    this.format = format;
    this.hash = hash;
    this.expectedSha256 = expectedSha256;
  }

  static SealedInput open(
      InputStream sealed, TenantKeys keys, TenantId tenant, String expectedSha256)
      throws IOException {
    var source = new PushbackInputStream(sealed, 1);
    try {
      var format = SealedFormat.read(keys, tenant, source);
      return new SealedInput(source, format, Sha256.start(), expectedSha256);
    } catch (UnreadableException e) {
      throw new IOException("the stored object is not readable", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    while (position == chunk.length) {
      if (ended) {
        return -1;
      }
      nextChunk();
    }
    int count = Math.min(length, chunk.length - position);
    System.arraycopy(chunk, position, target, offset, count);
    position += count;
    return count;
  }

  private void nextChunk() throws IOException {
    byte[] sealed = source.readNBytes(SEALED_CHUNK);
    int following = source.read();
    ended = following < 0;
    if (!ended) {
      source.unread(following);
    }
    try {
      chunk = format.open(number, ended, sealed);
    } catch (UnreadableException e) {
      throw new IOException("the stored object was changed", e);
    }
    number++;
    position = 0;
    hash.update(chunk);
    if (ended && !HexFormat.of().formatHex(hash.digest()).equals(expectedSha256)) {
      throw new IOException("the stored object has another content than its name says");
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
