package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One link of a tenant's audit chain. Its hash covers the one before, so that no link can be
 * changed, removed or put elsewhere without every later hash being wrong.
 *
 * @param sequence its place in the tenant's chain, from 1, without gaps
 * @param id its own id
 * @param at when it was added, to the microsecond
 * @param caller who acted
 * @param entry what was done
 * @param previousHash the hash of the link before, {@link #ORIGIN} for the first
 */
record AuditRecord(
    long sequence, UUID id, Instant at, Caller caller, AuditEntry entry, Digest previousHash) {
  /** What the first link of a chain follows. */
  static final Digest ORIGIN = new Digest(new byte[32]);

  /** Counted up whenever the canonical form changes. */
  private static final String FORM = "kompl-audit-1";

  /** The hash of the canonical form: each field as its length and its UTF-8 text, in this order. */
  Digest hash() {
    List<Optional<String>> fields =
        List.of(
            Optional.of(FORM),
            Optional.of(caller.tenant().value()),
            Optional.of(Long.toString(sequence)),
            Optional.of(id.toString()),
            Optional.of(at.toString()),
            Optional.of(entry.category().name()),
            Optional.of(entry.action()),
            Optional.of(caller.actor()),
            Optional.of(caller.kind().name()),
            onBehalfOf(),
            Optional.of(entry.subjectType()),
            Optional.of(entry.subjectId()),
            entry.reason(),
            Optional.of(caller.requestId()),
            Optional.of(caller.sessionId()),
            Optional.of(entry.detailsJson()));
    var canonical = new ByteArrayOutputStream();
    canonical.writeBytes(previousHash.bytes());
    fields.forEach(field -> write(field, canonical));
    return new Digest(sha256(canonical.toByteArray()));
  }

  /** The account for which an operator or a worker acted, where the caller says so. */
  Optional<String> onBehalfOf() {
    return Optional.ofNullable(caller.attributes().get("on-behalf-of"));
  }

  private static void write(Optional<String> field, ByteArrayOutputStream canonical) {
    // Absent is told apart from empty: its length is -1.
    byte[] text = field.map(f -> f.getBytes(StandardCharsets.UTF_8)).orElse(new byte[0]);
    int length = field.isPresent() ? text.length : -1;
    canonical.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    canonical.writeBytes(text);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  /**
   * A SHA-256 hash.
   *
   * @param bytes its 32 bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // reason: equality is defined below, by content
  record Digest(byte[] bytes) {
    Digest {
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
