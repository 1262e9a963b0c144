package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.content.ContentCheck;
import ai.kompl.tenancy.vault.content.Declared;
import ai.kompl.tenancy.vault.content.VirusScan;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects in an S3 bucket, below {@code tenants/<id>/uploads/}, named by their content's hash. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private static final String UPLOADS = "uploads";

  private final S3Bucket bucket;
  private final ObjectStoreSettings settings;
  private final TenantKeys keys;
  private final SecureRandom random;
  private final VirusScan scanner;
  private final String folder;

  private S3ObjectStore(S3Bucket bucket, Sealing sealing, VirusScan scanner, String folder) {
    this.bucket = bucket;
    this.folder = folder;
    this.settings = sealing.settings();
    this.keys = sealing.keys();
    this.random = sealing.random();
    this.scanner = scanner;
  }

  /** How files are encrypted, and where on their way. */
  private record Sealing(ObjectStoreSettings settings, TenantKeys keys, SecureRandom random) {}

  private Sealing sealing() {
    return new Sealing(settings, keys, random);
  }

  /**
   * Connects and makes the bucket when it is missing.
   *
   * @param random where salts come from
   * @throws ProblemException UNAVAILABLE when the storage does not answer
   * @throws IOException when the spool folder cannot be made
   */
  public static S3ObjectStore open(
      ObjectStoreSettings settings, TenantKeys keys, SecureRandom random) throws IOException {
    Files.createDirectories(settings.spoolFolder());
    return new S3ObjectStore(
        S3Bucket.open(settings), new Sealing(settings, keys, random), VirusScan.none(), UPLOADS);
  }

  /** The same store with a scanner that everything kept from now on has to pass. */
  public S3ObjectStore scannedBy(VirusScan newScanner) {
    return new S3ObjectStore(bucket, sealing(), newScanner, folder);
  }

  /**
   * A store in the same bucket for what the product itself makes for tenants; nothing is scanned.
   */
  public S3ObjectStore exports() {
    return new S3ObjectStore(bucket, sealing(), VirusScan.none(), "exports");
  }

  /** The tenants' uploads, decrypted while they are read; nothing can be put there. */
  public SealedFiles readableFiles() {
    return new ReadableFiles(this, sealedFiles());
  }

  @Override
  public Upload put(TenantId tenant, InputStream content, long maxBytes, String contentType)
      throws IOException {
    return put(tenant, content, new Declared(maxBytes, contentType, Optional.empty()));
  }

  /**
   * Keeps a file if it is what was declared; otherwise nothing is left behind.
   *
   * @param content read to its end, not closed
   * @throws ProblemException as the other, and CONTENT_EMPTY, CONTENT_HASH_MISMATCH,
   *     CONTENT_TYPE_MISMATCH, UNSUPPORTED_MEDIA_TYPE or CONTENT_INFECTED
   * @throws IOException when the content cannot be read
   */
  public Upload put(TenantId tenant, InputStream content, Declared declared) throws IOException {
    SealedFormat format = SealedFormat.begin(keys, tenant, random);
    try (ContentCheck check = ContentCheck.begin(declared, scanner);
        SealedFile file = SealedFile.write(settings.spoolFolder(), format, content, check::take)) {
      check.end(file.sha256());
      var metadata =
          Map.of("content-type", declared.mediaType(), "bytes", Long.toString(file.bytes()));
      bucket.add(key(tenant, file.sha256()), file.path(), metadata);
      return new Upload(UploadId.of(tenant, file.sha256()), file.bytes(), declared.mediaType());
    }
  }

  /** What scans the files; empty when nothing does. */
  public Optional<String> scanner() {
    return scanner.engine();
  }

  /** Whether the file is stored; its content is not looked at. */
  public boolean holds(TenantId tenant, String sha256) {
    return bucket.has(key(tenant, UploadId.of(tenant, sha256).sha256()));
  }

  /** The hashes of the tenant's files that were stored within the span, its end not counted. */
  public List<String> storedWithin(TenantId tenant, Instant from, Instant to) {
    List<String> hashes = new ArrayList<>();
    bucket.list(
        prefix(tenant),
        object -> {
          if (!object.storedAt().isBefore(from) && object.storedAt().isBefore(to)) {
            hashes.add(object.key().substring(prefix(tenant).length()));
          }
        });
    return List.copyOf(hashes);
  }

  /** Removes a file for good; one that is not there is no fault. */
  public void remove(TenantId tenant, String sha256) {
    bucket.remove(key(tenant, UploadId.of(tenant, sha256).sha256()));
  }

  @Override
  public Optional<InputStream> open(TenantId tenant, String sha256) {
    UploadId checked = UploadId.of(tenant, sha256);
    return bucket
        .get(key(tenant, checked.sha256()))
        .map(sealed -> unsealed(sealed, tenant, sha256));
  }

  /**
   * Encrypts the tenant's objects anew that are not under the newest key. It can be broken off and
   * begun again; whoever reads meanwhile gets the one form or the other, both whole.
   *
   * @return how many were encrypted anew
   * @throws IOException when one is not what was stored; the ones before it are done
   */
  public int reseal(TenantId tenant) throws IOException {
    int newest = keys.current(tenant, SealedFormat.PURPOSE).name().version();
    List<String> names = new ArrayList<>();
    bucket.list(prefix(tenant), object -> names.add(object.key()));
    int resealed = 0;
    for (String name : names) {
      byte[] beginning = bucket.beginning(name, SealedFormat.HEADER_BYTES);
      var header = SealedFormat.read(keys, tenant, new ByteArrayInputStream(beginning));
      if (header.keyVersion() != newest) {
        resealed += reseal(tenant, name);
      }
    }
    return resealed;
  }

  private int reseal(TenantId tenant, String name) throws IOException {
    var found = bucket.get(name);
    if (found.isEmpty()) {
      return 0;
    }
    Map<String, String> metadata = found.get().response().metadata();
    SealedFormat format = SealedFormat.begin(keys, tenant, random);
    String sha256 = name.substring(prefix(tenant).length());
    try (InputStream content = unsealed(found.get(), tenant, sha256);
        SealedFile file = SealedFile.write(settings.spoolFolder(), format, content, _ -> {})) {
      bucket.replace(name, file.path(), metadata);
      return 1;
    }
  }

  /** The same files as they are stored. */
  public SealedFiles sealedFiles() {
    return new S3SealedFiles(bucket, settings.spoolFolder());
  }

  @Override
  public void close() {
    bucket.close();
  }

  InputStream unsealed(InputStream sealed, TenantId tenant, String sha256) {
    try {
      return SealedInput.open(sealed, keys, tenant, sha256);
    } catch (IOException e) {
      throw new ProblemException(Problem.INTERNAL, Problem.INTERNAL.message(), e);
    }
  }

  private String prefix(TenantId tenant) {
    return "tenants/" + tenant + "/" + folder + "/";
  }

  private String key(TenantId tenant, String sha256) {
    return prefix(tenant) + sha256;
  }
}
