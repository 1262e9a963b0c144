package ai.kompl.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ObjectStorageServerTest {
  private static final String BUCKET = "evidence";

  @TempDir Path folder;

  @Test
  void objectsSurviveARestart() {
    try (var server = start();
        var client = client(server, server.secret())) {
      client.putObject(
          r -> r.bucket(BUCKET).key("a/b").contentType("text/plain"),
          RequestBody.fromString("kept"));
    }

    try (var server = start();
        var client = client(server, server.secret())) {
      var object = client.getObjectAsBytes(r -> r.bucket(BUCKET).key("a/b"));
      assertThat(object.asUtf8String()).isEqualTo("kept");
      assertThat(object.response().contentType()).isEqualTo("text/plain");
      assertThat(client.listObjectsV2(r -> r.bucket(BUCKET)).contents())
          .singleElement()
          .satisfies(o -> assertThat(o.key()).isEqualTo("a/b"));
    }
  }

  @Test
  void aRequestSignedWithAnotherSecretIsRefused() {
    try (var server = start();
        var stranger = client(server, "guess")) {
      assertThatThrownBy(() -> stranger.listObjectsV2(r -> r.bucket(BUCKET)))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  @Test
  void anExistingObjectIsNotOverwrittenWhereTheWriterSaysSo() {
    try (var server = start();
        var client = client(server, server.secret())) {
      client.putObject(r -> r.bucket(BUCKET).key("once"), RequestBody.fromString("first"));

      assertThatThrownBy(() ->
              client.putObject(
                  r -> r.bucket(BUCKET).key("once").ifNoneMatch("*"),
                  RequestBody.fromString("second")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));

      assertThat(client.getObjectAsBytes(r -> r.bucket(BUCKET).key("once")).asUtf8String())
          .isEqualTo("first");
    }
  }

  @Test
  void theKeysAndThePortStayTheSameAndTheKeysAreForTheOwnerOnly() throws IOException {
    String secret;
    String accessKey;
    int port;
    try (var server = start()) {
      secret = server.secret();
      accessKey = server.accessKey();
      port = server.port();
    }

    try (var server = start()) {
      assertThat(server.secret()).isEqualTo(secret).isNotEqualTo(accessKey);
      assertThat(server.accessKey()).isEqualTo(accessKey);
      assertThat(server.port()).isEqualTo(port);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aPortThatIsTakenMeanwhileIsReplacedByAnother() throws IOException {
    int before;
    try (var server = start()) {
      before = server.port();
    }

    try (var squatter = new ServerSocket(before, 1, InetAddress.getLoopbackAddress());
        var server = start()) {
      assertThat(server.port()).isNotEqualTo(squatter.getLocalPort());
    }
  }

  @Test
  void testsGetBucketsOfTheirOwn() {
    var storage = TestObjectStorage.shared();

    assertThat(storage.createBucket()).isNotEqualTo(storage.createBucket());
  }

  private ObjectStorageServer start() {
    var server = ObjectStorageServer.start(ObjectStorageSettings.in(folder));
    server.createBucketIfMissing(BUCKET);
    return server;
  }

  private static S3Client client(ObjectStorageServer server, String secret) {
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(server.accessKey(), secret)))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
