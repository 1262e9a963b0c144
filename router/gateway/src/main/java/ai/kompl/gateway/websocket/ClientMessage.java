package ai.kompl.gateway.websocket;

import ai.kompl.gateway.operation.GraphQlRequest;
import ai.kompl.gateway.operation.RequestJson;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client may say. */
sealed interface ClientMessage {

  /** Opens the conversation, with the client's credentials. */
  record ConnectionInit(Map<String, @Nullable Object> payload) implements ClientMessage {
    /** The access token's header value, under the header's name in any case. */
    Optional<String> authorization() {
      for (Map.Entry<String, @Nullable Object> entry : payload.entrySet()) {
        if (entry.getKey().equalsIgnoreCase("authorization")
            && entry.getValue() instanceof String value) {
          return Optional.of(value);
        }
      }
      return Optional.empty();
    }
  }

  /** Starts an operation under an id of the client's choice. */
  record Subscribe(String id, GraphQlRequest request) implements ClientMessage {}

  /** Ends an operation. */
  record Complete(String id) implements ClientMessage {}

  /** Asks for a sign of life. */
  record Ping(Optional<Object> payload) implements ClientMessage {}

  /** Answers a ping. */
  record Pong() implements ClientMessage {}

  /**
   * Reads a message.
   *
   * @throws RefusedException when it is none of the above
   */
  static ClientMessage read(String text, RequestJson json) {
    Map<String, @Nullable Object> message =
        json.object(text.getBytes(StandardCharsets.UTF_8), "The message");
    return switch (String.valueOf(message.get("type"))) {
      case "connection_init" -> new ConnectionInit(payload(message).orElse(Map.of()));
      case "subscribe" -> new Subscribe(id(message), request(message, json));
      case "complete" -> new Complete(id(message));
      case "ping" -> new Ping(payload(message).map(it -> it));
      case "pong" -> new Pong();
      default -> throw malformed("type");
    };
  }

  private static GraphQlRequest request(Map<String, @Nullable Object> message, RequestJson json) {
    return json.request(payload(message).orElseThrow(() -> malformed("payload")));
  }

  private static String id(Map<String, @Nullable Object> message) {
    if (message.get("id") instanceof String id && !id.isEmpty()) {
      return id;
    }
    throw malformed("id");
  }

  // Jackson makes the keys of JSON objects strings, so the cast cannot fail later.
  @SuppressWarnings("unchecked")
  private static Optional<Map<String, @Nullable Object>> payload(
      Map<String, @Nullable Object> message) {
    return switch (message.get("payload")) {
      case null -> Optional.empty();
      case Map<?, ?> map -> Optional.of((Map<String, @Nullable Object>) map);
      default -> throw malformed("payload");
    };
  }

  private static RefusedException malformed(String member) {
    return RefusedException.of(
        Refusal.INVALID_PARAMETER, "The message's \"" + member + "\" is missing or malformed.");
  }
}
