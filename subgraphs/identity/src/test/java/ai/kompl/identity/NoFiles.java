package ai.kompl.identity;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.ObjectStore;
import ai.kompl.tenancy.vault.Upload;
import java.io.InputStream;
import java.util.Optional;

/** Identity keeps no files: whoever asks for one has a fault. */
final class NoFiles implements ObjectStore {

  @Override
  public Upload put(TenantId tenant, InputStream content, long maxBytes, String contentType) {
    throw new AssertionError("identity keeps no files");
  }

  @Override
  public Optional<InputStream> open(TenantId tenant, String sha256) {
    throw new AssertionError("identity keeps no files");
  }
}
