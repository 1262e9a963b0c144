package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The uploads of tenants as people would read them: for what is handed over to the tenant. */
final class ReadableFiles implements SealedFiles {
  private static final String UPLOADS = "uploads/";

  private final S3ObjectStore objects;
  private final SealedFiles stored;

  ReadableFiles(S3ObjectStore objects, SealedFiles stored) {
    this.objects = objects;
    this.stored = stored;
  }

  @Override
  public List<String> names(TenantId tenant) {
    return stored.names(tenant).stream().filter(name -> name.startsWith(UPLOADS)).toList();
  }

  @Override
  public Optional<Sealed> open(TenantId tenant, String name) {
    String sha256 = name.substring(UPLOADS.length());
    return stored.open(tenant, name).map(sealed -> readable(sealed, tenant, sha256));
  }

  private Sealed readable(Sealed sealed, TenantId tenant, String sha256) {
    Map<String, String> metadata = sealed.metadata();
    long length = Long.parseLong(metadata.getOrDefault("bytes", "0"));
    return new Sealed(objects.unsealed(sealed.bytes(), tenant, sha256), length, metadata);
  }

  @Override
  public void put(TenantId tenant, String name, Sealed file) {
    throw new UnsupportedOperationException("these files are only read");
  }

  @Override
  public void remove(TenantId tenant, String name) {
    throw new UnsupportedOperationException("these files are only read");
  }
}
