package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A file with everything that a tenant owns, made on request.
 *
 * @param id its key
 * @param state how far it is
 * @param requestedBy who asked for it, as the audit trail names them
 * @param finishedAt when it was ready, or was given up
 * @param bytes how long the file is
 * @param sha256 the file's hash, in hexadecimal
 * @param expiresAt until when it can be downloaded
 */
public record TenantExport(
    UUID id,
    State state,
    Instant requestedAt,
    String requestedBy,
    Optional<Instant> finishedAt,
    Optional<Long> bytes,
    Optional<String> sha256,
    Optional<Instant> expiresAt) {
  /** The type code of its global ids. */
  public static final String CODE = "tenant-export";

  /** How far it is. */
  public enum State {
    REQUESTED,
    READY,
    FAILED,
    EXPIRED
  }

  /** Its id as clients see it. */
  public String globalId(TenantId tenant) {
    return GlobalId.of(CODE, tenant, id).toString();
  }
}
