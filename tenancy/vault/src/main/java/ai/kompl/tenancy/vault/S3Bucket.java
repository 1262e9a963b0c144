package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket behind an S3 API. What goes wrong is a ProblemException: UNAVAILABLE when the endpoint
 * does not answer, INTERNAL when it refuses.
 */
final class S3Bucket implements AutoCloseable {
  private static final Duration CALL = Duration.ofMinutes(2);

  private final S3Client s3;
  private final String name;

  private S3Bucket(S3Client s3, String name) {
    this.s3 = s3;
    this.name = name;
  }

  /** Connects and makes the bucket when it is missing. */
  static S3Bucket open(ObjectStoreSettings settings) {
    var bucket = new S3Bucket(client(settings), settings.bucket());
    boolean opened = false;
    try {
      asked(bucket::make);
      opened = true;
      return bucket;
    } finally {
      if (!opened) {
        bucket.close();
      }
    }
  }

  /**
   * Stores a file unless there is one of that name.
   *
   * @return whether it was stored
   */
  boolean add(String key, Path file, Map<String, String> metadata) {
    PutObjectRequest request = put(key, metadata).ifNoneMatch("*").build();
    return asked(() -> {
      try {
        s3.putObject(request, RequestBody.fromFile(file));
        return true;
      } catch (S3Exception e) {
        // 412: it is there; 409: someone else is just storing the same content.
        if (e.statusCode() == 412 || e.statusCode() == 409) {
          return false;
        }
        throw e;
      }
    });
  }

  /** Stores a file in the place of what is there; whoever reads gets the one or the other. */
  void replace(String key, Path file, Map<String, String> metadata) {
    asked(() -> s3.putObject(put(key, metadata).build(), RequestBody.fromFile(file)));
  }

  /** Opens an object. */
  Optional<ResponseInputStream<GetObjectResponse>> get(String key) {
    return asked(() -> {
      try {
        return Optional.of(s3.getObject(get -> get.bucket(name).key(key)));
      } catch (NoSuchKeyException e) {
        return Optional.empty();
      }
    });
  }

  /** Whether there is an object of that name. */
  boolean has(String key) {
    return asked(() -> {
      try {
        s3.headObject(head -> head.bucket(name).key(key));
        return true;
      } catch (NoSuchKeyException e) {
        return false;
      }
    });
  }

  /** The first bytes of an object that is there. */
  byte[] beginning(String key, int bytes) {
    return asked(() ->
        s3.getObjectAsBytes(get -> get.bucket(name).key(key).range("bytes=0-" + (bytes - 1)))
            .asByteArray());
  }

  /** An object of a listing. */
  record Listed(String key, long bytes, Instant storedAt) {}

  /** Hands over all objects whose names begin so, page by page, in the order of their names. */
  void list(String prefix, Consumer<Listed> each) {
    asked(() -> {
      s3.listObjectsV2Paginator(list -> list.bucket(name).prefix(prefix))
          .contents()
          .forEach(object ->
              each.accept(new Listed(object.key(), object.size(), object.lastModified())));
      return true;
    });
  }

  /** Removes an object; one that is not there is no fault. */
  void remove(String key) {
    asked(() -> s3.deleteObject(delete -> delete.bucket(name).key(key)));
  }

  @Override
  public void close() {
    s3.close();
  }

  private PutObjectRequest.Builder put(String key, Map<String, String> metadata) {
    return PutObjectRequest.builder()
        .bucket(name)
        .key(key)
        .contentType("application/octet-stream")
        .metadata(metadata);
  }

  private boolean make() {
    try {
      s3.headBucket(head -> head.bucket(name));
      return false;
    } catch (NoSuchBucketException e) {
      s3.createBucket(create -> create.bucket(name));
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
