package ai.kompl.dataloaders;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads the opaque cursors that clients hold. A cursor carries a {@link Position} and a
 * signature over the position, the tenant and the list, so that one made up, altered, or taken from
 * another tenant or list is refused before any query. Immutable and safe for use by many threads.
 */
public final class Cursors {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 16;
  private static final int VERSION = 1;
  private static final int MAX_CURSOR_CHARS = 4096;

  private final SecretKeySpec key;

  /**
   * Cursors signed with a secret that every replica of the subgraph shares.
   *
   * @param secret at least 32 bytes
   */
  public Cursors(byte[] secret) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("a cursor secret has at least 32 bytes");
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** The cursor of a position in a tenant's list. */
  public String write(TenantId tenant, ListId list, Position position) {
    byte[] body = encode(position);
    byte[] cursor = Arrays.copyOf(body, body.length + SIGNATURE_BYTES);
    System.arraycopy(sign(tenant, list, body), 0, cursor, body.length, SIGNATURE_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  /**
   * Reads a cursor that a client sent.
   *
   * @param path the argument it came in, for the error
   * @throws ProblemException {@code VALIDATION_FAILED} unless this cursor was given to this tenant
   *     for this list
   */
  public Position read(TenantId tenant, ListId list, String cursor, String path) {
    byte[] bytes = decodeBase64(cursor, path);
    if (bytes.length <= SIGNATURE_BYTES) {
      throw refused(path);
    }
    byte[] body = Arrays.copyOf(bytes, bytes.length - SIGNATURE_BYTES);
    byte[] signature = Arrays.copyOfRange(bytes, body.length, bytes.length);
    if (!MessageDigest.isEqual(signature, sign(tenant, list, body))) {
      throw refused(path);
    }
    return decode(body);
  }

  private static byte[] decodeBase64(String cursor, String path) {
    if (cursor.length() > MAX_CURSOR_CHARS) {
      throw refused(path);
    }
    try {
      return Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw refused(path);
    }
  }

  private static ProblemException refused(String path) {
    return ProblemException.at(
        path,
        Problem.VALIDATION_FAILED,
        "The cursor does not belong to this list. Use one from the same list, or leave it out.");
  }

  private byte[] sign(TenantId tenant, ListId list, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // Zero bytes part the fields: none of them can contain one.
      for (String field : List.of(tenant.value(), list.list(), list.ordering())) {
        mac.update(field.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
      }
      return Arrays.copyOf(mac.doFinal(body), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
    }
  }

  private static byte[] encode(Position position) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeByte(position.values().size());
      for (String value : position.values()) {
        out.writeUTF(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Position decode(byte[] body) {
    try (var in = new DataInputStream(new ByteArrayInputStream(body))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalStateException("signed cursor of unknown version " + version);
      }
      int count = in.readUnsignedByte();
      List<String> values = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        values.add(in.readUTF());
      }
      return new Position(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
