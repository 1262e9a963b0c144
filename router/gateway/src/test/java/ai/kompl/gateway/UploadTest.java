package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.code;
import static ai.kompl.gateway.GatewayHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.GlobalId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class UploadTest {
  private static final long LIMIT = 3 * 1024 * 1024;
  private static final GatewayHarness HOUSE =
      new GatewayHarness(GatewaySettings.production(0).withUploadLimit(LIMIT));

  @AfterAll
  static void stop() {
    HOUSE.close();
  }

  private static HttpRequest.Builder upload(byte[] content) {
    return HOUSE
        .to("/uploads")
        .header("Authorization", "Bearer " + HOUSE.token())
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofByteArray(content));
  }

  @Test
  void contentLargerThanAGraphQlBodyIsStoredForTheCallersTenant() {
    var response = HOUSE.send(upload(new byte[2 * 1024 * 1024]));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(tree(response).path("size").asLong()).isEqualTo(2 * 1024 * 1024);
    assertThat(tree(response).path("sha256").asText()).hasSize(64);
    assertThat(tree(response).path("uploadId").asText())
        .isEqualTo("upload_" + GlobalId.tag(GatewayHarness.ACME));
  }

  @Test
  void contentOverTheLimitIsRefusedWithTheLimitAndNothingIsStored() {
    byte[] large = new byte[(int) LIMIT + 1];
    var chunked =
        upload(large).PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
    int before = HOUSE.store.stored.size();

    for (HttpRequest.Builder request : List.of(upload(large), chunked)) {
      var response = HOUSE.send(request);
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(code(response)).isEqualTo("PAYLOAD_TOO_LARGE");
      assertThat(tree(response).at("/errors/0/extensions/limit").asLong()).isEqualTo(LIMIT);
    }

    assertThat(HOUSE.store.stored).hasSize(before);
  }

  @Test
  void aHashThatIsNoneIsRefusedBeforeTheContentIsRead() {
    int before = HOUSE.store.stored.size();

    for (String digest : List.of("sha-256=:AAAA:", "sha-256=AAAA", "md5=:AAAA:, sha-256=:?:")) {
      var response = HOUSE.send(upload(new byte[10]).header("Content-Digest", digest));
      assertThat(response.statusCode()).as(digest).isEqualTo(400);
      assertThat(code(response)).isEqualTo("VALIDATION_FAILED");
    }

    assertThat(HOUSE.store.stored).hasSize(before);
    assertThat(HOUSE.send(upload(new byte[10]).header("Content-Digest", "md5=:AA==:")).statusCode())
        .as("another algorithm is not looked at")
        .isEqualTo(201);
  }

  @Test
  void anEndlessUploadIsCutOffSoonAfterTheLimit() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), HOUSE.gateway.port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(head("Content-Length: 209715200"));
      String answer = firstLine(socket.getInputStream());

      assertThat(answer).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void anUploadThatBreaksOffIsNotStored() throws IOException {
    int before = HOUSE.store.stored.size();
    int log = HOUSE.access.size();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), HOUSE.gateway.port())) {
      socket.getOutputStream().write(head("Content-Length: 100000"));
      socket.getOutputStream().write(new byte[1000]);
    }

    assertThat(GatewayHarness.eventually(() -> HOUSE.access.size() > log)).isTrue();
    assertThat(HOUSE.store.stored).hasSize(before);
  }

  private static byte[] head(String length) {
    return ("PUT /uploads HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + HOUSE.token()
            + "\r\n"
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Test
  void withoutATokenNothingIsTaken() {
    var response = HOUSE.send(HOUSE.to("/uploads").PUT(BodyPublishers.ofString("x")));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(code(response)).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void onlyPutIsServed() {
    var response = HOUSE.send(HOUSE.to("/uploads").POST(BodyPublishers.ofString("x")));

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("PUT");
  }
}
