package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The files of tenants, named by their content and encrypted under the tenant's key. */
public interface ObjectStore {
  /**
   * Keeps a file. The content is streamed: counted, hashed and encrypted on the way. Keeping the
   * same content again changes nothing.
   *
   * @param content read to its end, not closed
   * @param maxBytes the most that is accepted
   * @param contentType the media type as declared
   * @throws ai.kompl.tenancy.caller.ProblemException PAYLOAD_TOO_LARGE over the limit,
   *     CONTENT_EMPTY without content, UNAVAILABLE when the storage does not answer; nothing is
   *     left behind then
   * @throws IOException when the content cannot be read
   */
  Upload put(TenantId tenant, InputStream content, long maxBytes, String contentType)
      throws IOException;

  /**
   * Opens a file of the tenant. Reading fails with an IOException when the stored bytes were
   * changed, at the latest at the end.
   *
   * @param sha256 the hash of the content
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the storage does not answer
   */
  Optional<InputStream> open(TenantId tenant, String sha256);
}
