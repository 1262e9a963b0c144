package ai.kompl.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told of an upload that is not what it says, by the assembled product. */
class UploadRulesTest {
  private static final byte[] CONTENT = "{\"a\": 1}".getBytes(UTF_8);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void whatIsNotAsDeclaredIsRefusedWithItsCodeAndTheRestIsRecorded() throws Exception {
    try (RunningProduct product = RunningProduct.start(folder, Map.of())) {
      assertThat(send(product, "application/json", CONTENT, digest(CONTENT)))
          .startsWith("201 ")
          .contains("uploadId");
      assertThat(send(product, "application/json", CONTENT, digest(new byte[] {1})))
          .startsWith("400 ")
          .contains("CONTENT_HASH_MISMATCH");
      assertThat(send(product, "application/pdf", CONTENT, digest(CONTENT)))
          .startsWith("415 ")
          .contains("CONTENT_TYPE_MISMATCH");
      assertThat(send(product, "text/html", CONTENT, digest(CONTENT)))
          .startsWith("415 ")
          .contains("UNSUPPORTED_MEDIA_TYPE");
      assertThat(send(product, "text/plain", new byte[0], digest(new byte[0])))
          .startsWith("400 ")
          .contains("CONTENT_EMPTY");
    }
  }

  private String send(RunningProduct product, String type, byte[] content, String digest)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(product.endpoint().resolve("/uploads"))
            .header("Authorization", "Bearer " + product.client().token().orElseThrow())
            .header("Content-Type", type)
            .header("Content-Digest", digest)
            .PUT(BodyPublishers.ofByteArray(content))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  private static String digest(byte[] content) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
    return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
  }
}
