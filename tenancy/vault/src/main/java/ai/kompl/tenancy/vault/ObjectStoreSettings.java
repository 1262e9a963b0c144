package ai.kompl.tenancy.vault;

import java.net.URI;
import java.nio.file.Path;

/**
 * How the object storage is reached.
 *
 * @param endpoint the S3 API
 * @param region the region of the endpoint
 * @param bucket the bucket; made when missing
 * @param credentials its keys
 * @param spoolFolder where uploads are kept, encrypted, until they are stored
 */
public record ObjectStoreSettings(
    URI endpoint, String region, String bucket, Credentials credentials, Path spoolFolder) {
  /**
   * The keys of a bucket.
   *
   * @param accessKey the name
   * @param secretKey the secret
   */
  public record Credentials(String accessKey, String secretKey) {
    /** Never shows the keys. */
    @Override
    public String toString() {
      return "Credentials";
    }
  }
}
