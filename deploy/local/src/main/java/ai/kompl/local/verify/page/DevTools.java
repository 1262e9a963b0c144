package ai.kompl.local.verify.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in the DevTools protocol: numbered commands with one answer each, and events.
 * Commands are sent by one thread; answers and events arrive on the WebSocket's thread.
 */
final class DevTools implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final WebSocket socket;
  private final Inbox inbox;
  private int last;

  private DevTools(HttpClient http, WebSocket socket, Inbox inbox) {
    this.http = http;
    this.socket = socket;
    this.inbox = inbox;
  }

  static DevTools connect(URI address) {
    HttpClient http = HttpClient.newHttpClient();
    var inbox = new Inbox();
    try {
      return new DevTools(
          http, http.newWebSocketBuilder().buildAsync(address, inbox).join(), inbox);
    } catch (CompletionException e) {
      http.close();
      throw new BrowserException("the browser does not answer", e);
    }
  }

  /** Has every event of the session given to the listener, on the WebSocket's thread. */
  void listen(String session, Consumer<JsonNode> listener) {
    inbox.listeners.computeIfAbsent(session, _ -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @param session the tab's, empty for the browser itself
   * @return its {@code result}
   * @throws BrowserException when it is refused or not answered in time
   */
  JsonNode send(String session, String method, Map<String, ?> parameters) {
    int id = ++last;
    var answers = new LinkedBlockingQueue<JsonNode>();
    inbox.waiting.put(id, answers);
    try {
      socket.sendText(text(id, session, method, parameters), true).join();
      JsonNode answer = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null || answer.has("error")) {
        throw new BrowserException(method + " answered " + answer);
      }
      return answer.path("result");
    } catch (CompletionException e) {
      throw new BrowserException("the browser is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrowserException("interrupted while waiting for the browser", e);
    } finally {
      inbox.waiting.remove(id);
    }
  }

  private static String text(int id, String session, String method, Map<String, ?> parameters) {
    ObjectNode message = JSON.createObjectNode();
    message.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    return message.toString();
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  /** Sorts what arrives. */
  private static final class Inbox implements WebSocket.Listener {
    private final Map<Integer, BlockingQueue<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Map<String, List<Consumer<JsonNode>>> listeners = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean whole) {
      text.append(part);
      if (whole) {
        take(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void take(String message) {
      try {
        JsonNode node = JSON.readTree(message);
        BlockingQueue<JsonNode> answers = waiting.get(node.path("id").asInt());
        if (answers != null) {
          answers.add(node);
        } else {
          listeners
              .getOrDefault(node.path("sessionId").asText(""), List.of())
              .forEach(listener -> listener.accept(node));
        }
      } catch (JsonProcessingException e) {
        throw new BrowserException("the browser sent no JSON", e);
      }
    }
  }
}
