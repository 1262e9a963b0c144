package ai.kompl.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One WebSocket to the gateway, as a client sees it. */
final class SocketClient implements WebSocket.Listener {
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  private SocketClient(GatewayHarness house, String protocol, @Nullable String origin) {
    try {
      WebSocket.Builder builder =
          house.client.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
      if (!protocol.isEmpty()) {
        builder.subprotocols(protocol);
      }
      if (origin != null) {
        builder.header("Origin", origin);
      }
      this.socket = builder.buildAsync(house.socket(), this).get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  static SocketClient open(GatewayHarness house) {
    return new SocketClient(house, "graphql-transport-ws", null);
  }

  static SocketClient open(GatewayHarness house, String protocol) {
    return new SocketClient(house, protocol, null);
  }

  static SocketClient openFrom(GatewayHarness house, String origin) {
    return new SocketClient(house, "graphql-transport-ws", origin);
  }

  /** Opens and introduces itself with the token. */
  static SocketClient ready(GatewayHarness house, String token) {
    SocketClient client = open(house);
    client.say(
        "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer " + token + "\"}}");
    if (!client.hear().path("type").asText().equals("connection_ack")) {
      throw new IllegalStateException("no acknowledgement");
    }
    return client;
  }

  void say(String text) {
    socket.sendText(text, true).join();
  }

  void sayBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  void subscribe(String id, String document, String jobId) {
    String query = GatewayHarness.tree(GatewayHarness.query(document)).get("query").toString();
    say(
        "{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":{\"query\":%s,\"variables\":{\"id\":\"%s\"}}}"
            .formatted(id, query, jobId));
  }

  JsonNode hear() {
    try {
      JsonNode message = messages.poll(10, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing heard; closed: " + closed.getNow(0));
      }
      return message;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean silent() {
    return messages.isEmpty();
  }

  /** The code with which the server closes. */
  int closeCode() {
    try {
      return closed.get(15, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("not closed", e);
    }
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  void close() {
    socket.sendClose(1000, "bye").join();
  }

  /** Drops the connection without a word. */
  void abort() {
    socket.abort();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(GatewayHarness.tree(partial.toString()));
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }
}
