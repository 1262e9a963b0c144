package ai.kompl.tenancy.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The numbers of advisory locks: 64 bits of a hash of what is locked, held to the commit. */
final class AdvisoryLock {
  /** Making roles and shared tables. */
  static final long BOOTSTRAP = number("bootstrap");

  /** Making partitions. */
  static final long PARTITIONS = number("partitions");

  /** The set of tenant scripts: shared while a tenant is provisioned, exclusive to change it. */
  static final long SCRIPTS = number("tenant-scripts");

  /** Relaying the outbox. */
  static final long RELAY = number("outbox-relay");

  private AdvisoryLock() {}

  /** The number for a purpose. */
  static long number(String purpose) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("kompl " + purpose).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}
