package ai.kompl.tenancy.vault.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A stand-in for HashiCorp Vault, which cannot be had for these tests: it keeps to the published
 * contract of the transit engine (encrypt, decrypt, read key) for keys of type aes256-gcm96, with
 * versions, associated data and the token's check, and encrypts for real.
 */
final class TransitStub implements AutoCloseable {
  static final String TOKEN = "s.canary-token-of-vault";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<AesGcm> versions = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private boolean sealed;

  TransitStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/transit/encrypt/kompl", exchange -> answer(exchange, this::encrypt));
    server.createContext("/v1/transit/decrypt/kompl", exchange -> answer(exchange, this::decrypt));
    server.createContext("/v1/transit/keys/kompl", exchange -> answer(exchange, _ -> describe()));
    rotate();
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What {@code vault write -f transit/keys/kompl/rotate} does. */
  synchronized void rotate() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    versions.add(new AesGcm(key));
  }

  /** A sealed Vault answers 503 to everything. */
  synchronized void seal() {
    sealed = true;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange, Act act) throws IOException {
    try (exchange) {
      if (sealed) {
        send(exchange, 503, Map.of("errors", List.of("Vault is sealed")));
      } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
        send(exchange, 403, Map.of("errors", List.of("permission denied")));
      } else {
        answerData(exchange, act);
      }
    }
  }

  private static void answerData(HttpExchange exchange, Act act) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      send(exchange, 200, Map.of("data", act.run(JSON.readTree(body))));
    } catch (UnreadableException | IllegalArgumentException | BufferUnderflowException e) {
      send(exchange, 400, Map.of("errors", List.of("cipher: message authentication failed")));
    }
  }

  private static void send(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Map<String, Object> describe() {
    return Map.of("name", "kompl", "type", "aes256-gcm96", "latest_version", versions.size());
  }

  private Map<String, Object> encrypt(JsonNode request) {
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealedText =
        versions
            .getLast()
            .seal(nonce, bytes(request, "associated_data"), bytes(request, "plaintext"));
    byte[] whole =
        ByteBuffer.allocate(nonce.length + sealedText.length).put(nonce).put(sealedText).array();
    return Map.of(
        "ciphertext",
        "vault:v" + versions.size() + ":" + Base64.getEncoder().encodeToString(whole),
        "key_version",
        versions.size());
  }

  private Map<String, Object> decrypt(JsonNode request) {
    String[] parts = request.path("ciphertext").asText().split(":", 3);
    if (parts.length < 3 || !parts[1].matches("v[0-9]+")) {
      throw new IllegalArgumentException("invalid ciphertext: no prefix");
    }
    int version = Integer.parseInt(parts[1].substring(1));
    if (version > versions.size()) {
      throw new IllegalArgumentException("invalid ciphertext: version is too new");
    }
    var whole = ByteBuffer.wrap(Base64.getDecoder().decode(parts[2]));
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    whole.get(nonce);
    byte[] text = new byte[whole.remaining()];
    whole.get(text);
    byte[] plain = versions.get(version - 1).open(nonce, bytes(request, "associated_data"), text);
    return Map.of("plaintext", Base64.getEncoder().encodeToString(plain));
  }

  private static byte[] bytes(JsonNode request, String field) {
    return Base64.getDecoder().decode(request.path(field).asText().getBytes(UTF_8));
  }

  private interface Act {
    Map<String, Object> run(JsonNode request);
  }
}
