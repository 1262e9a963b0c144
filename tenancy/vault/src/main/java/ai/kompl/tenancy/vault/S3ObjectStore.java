package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in an S3 bucket, below {@code tenants/<id>/uploads/}, named by their content's hash. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private static final Duration CALL = Duration.ofMinutes(2);

  private final S3Client s3;
  private final ObjectStoreSettings settings;
  private final TenantKeys keys;
  private final SecureRandom random;

  private S3ObjectStore(
      S3Client s3, ObjectStoreSettings settings, TenantKeys keys, SecureRandom random) {
    this.s3 = s3;
    this.settings = settings;
    this.keys = keys;
    this.random = random;
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
    var store = new S3ObjectStore(client(settings), settings, keys, random);
    boolean opened = false;
    try {
      asked(store::makeBucket);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  @Override
  public Upload put(TenantId tenant, InputStream content, long maxBytes, String contentType)
      throws IOException {
    SealedFormat format = SealedFormat.begin(keys, tenant, random);
    try (SealedFile file = SealedFile.write(settings.spoolFolder(), format, content, maxBytes)) {
      asked(() -> store(tenant, file, contentType));
      return new Upload(UploadId.of(tenant, file.sha256()), file.bytes(), contentType);
    }
  }

  @Override
  public Optional<InputStream> open(TenantId tenant, String sha256) {
    UploadId checked = UploadId.of(tenant, sha256);
    var request =
        GetObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key(tenant, checked.sha256()))
            .build();
    return asked(() -> unsealed(tenant, sha256, request));
  }

  @Override
  public void close() {
    s3.close();
  }

  private Optional<InputStream> unsealed(TenantId tenant, String sha256, GetObjectRequest request) {
    try {
      return Optional.of(SealedInput.open(s3.getObject(request), keys, tenant, sha256));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ProblemException(Problem.INTERNAL, Problem.INTERNAL.message(), e);
    }
  }

  /** Stores it unless the same content is there already. */
  private boolean store(TenantId tenant, SealedFile file, String contentType) {
    var request =
        PutObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key(tenant, file.sha256()))
            .contentType("application/octet-stream")
            .metadata(Map.of("content-type", contentType, "bytes", Long.toString(file.bytes())))
            .ifNoneMatch("*")
            .build();
    try {
      s3.putObject(request, RequestBody.fromFile(file.path()));
      return true;
    } catch (S3Exception e) {
      // 412: it is there; 409: someone else is just storing the same content.
      if (e.statusCode() == 412 || e.statusCode() == 409) {
        return false;
      }
      throw e;
    }
  }

  private boolean makeBucket() {
    try {
      s3.headBucket(head -> head.bucket(settings.bucket()));
      return false;
    } catch (NoSuchBucketException e) {
      s3.createBucket(create -> create.bucket(settings.bucket()));
      return true;
    }
  }

  private static <T> T asked(Supplier<T> request) {
    try {
      return request.get();
    } catch (S3Exception e) {
      Problem problem = e.statusCode() >= 500 ? Problem.UNAVAILABLE : Problem.INTERNAL;
      throw new ProblemException(problem, problem.message(), e);
    } catch (SdkClientException e) {
      throw new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), e);
    }
  }

  private static String key(TenantId tenant, String sha256) {
    return "tenants/" + tenant + "/uploads/" + sha256;
  }

  private static S3Client client(ObjectStoreSettings settings) {
    var login =
        AwsBasicCredentials.create(
            settings.credentials().accessKey(), settings.credentials().secretKey());
    return S3Client.builder()
        .endpointOverride(settings.endpoint())
        .region(Region.of(settings.region()))
        .credentialsProvider(StaticCredentialsProvider.create(login))
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .httpClient(
            UrlConnectionHttpClient.builder().connectionTimeout(Duration.ofSeconds(3)).build())
        .overrideConfiguration(override -> override.apiCallTimeout(CALL))
        .build();
  }
}
