package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** All objects under a tenant's prefix. */
final class S3SealedFiles implements SealedFiles {
  private static final Pattern NAME = Pattern.compile("[a-z]+(/[A-Za-z0-9_-]+(\\.[A-Za-z0-9]+)?)+");

  private final S3Bucket bucket;
  private final Path spool;

  S3SealedFiles(S3Bucket bucket, Path spool) {
    this.bucket = bucket;
    this.spool = spool;
  }

  @Override
  public List<String> names(TenantId tenant) {
    String prefix = prefix(tenant);
    List<String> names = new ArrayList<>();
    bucket.list(prefix, object -> names.add(object.key().substring(prefix.length())));
    return names;
  }

  @Override
  public Optional<Sealed> open(TenantId tenant, String name) {
    return bucket
        .get(key(tenant, name))
        .map(found ->
            new Sealed(found, found.response().contentLength(), found.response().metadata()));
  }

  @Override
  public void put(TenantId tenant, String name, Sealed file) throws IOException {
    String key = key(tenant, name);
    Path spooled = Files.createTempFile(spool, "restored-", ".sealed");
    try {
      Files.copy(file.bytes(), spooled, StandardCopyOption.REPLACE_EXISTING);
      bucket.replace(key, spooled, file.metadata());
    } finally {
      Files.deleteIfExists(spooled);
    }
  }

  @Override
  public void remove(TenantId tenant, String name) {
    bucket.remove(key(tenant, name));
  }

  private static String key(TenantId tenant, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a tenant's file: " + name);
    }
    return prefix(tenant) + name;
  }

  private static String prefix(TenantId tenant) {
    return "tenants/" + tenant + "/";
  }
}
