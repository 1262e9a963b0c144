package ai.kompl.regops;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.ObjectStore;
import ai.kompl.tenancy.vault.Upload;
import ai.kompl.tenancy.vault.UploadId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Uploaded files in memory, told apart by tenant: what imports need of an object store. */
public final class MemoryFiles implements ObjectStore {

  private final Map<UploadId, byte[]> files = new ConcurrentHashMap<>();

  @Override
  public Upload put(TenantId tenant, InputStream content, long maxBytes, String contentType)
      throws IOException {
    byte[] bytes = content.readAllBytes();
    UploadId id = UploadId.of(tenant, sha256(bytes));
    files.put(id, bytes);
    return new Upload(id, bytes.length, contentType);
  }

  @Override
  public Optional<InputStream> open(TenantId tenant, String sha256) {
    return Optional.ofNullable(files.get(UploadId.of(tenant, sha256)))
        .map(ByteArrayInputStream::new);
  }

  /** Keeps a file and gives the id that clients know. */
  public String keep(TenantId tenant, byte[] content) {
    try {
      return put(tenant, new ByteArrayInputStream(content), content.length, "application/json")
          .id()
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
