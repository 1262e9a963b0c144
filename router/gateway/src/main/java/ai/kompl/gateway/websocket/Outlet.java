package ai.kompl.gateway.websocket;

import ai.kompl.gateway.operation.Answer;
import ai.kompl.gateway.operation.ErrorJson;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.webserver.websocket.WsConnection;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The server's side of one WebSocket: one frame at a time, whatever thread sends it. A client that
 * stops reading blocks its sender; {@link #stuck} lets the heartbeat find out and {@link #kill}
 * frees it.
 */
final class Outlet {
  private final WsSession session;
  // Guards the session, whose sends are not safe for several threads.
  private final ReentrantLock sending = new ReentrantLock();
  private volatile long sendingSince = Long.MAX_VALUE;
  private volatile boolean closed;

  Outlet(WsSession session) {
    this.session = session;
  }

  /** Sends a message made of JSON values. */
  void send(Map<String, Object> message) throws IOException {
    text(new String(ErrorJson.bytes(message), StandardCharsets.UTF_8));
  }

  /** Sends one result of an operation. */
  void next(String id, Answer answer) throws IOException {
    String quotedId = new String(ErrorJson.bytes(id), StandardCharsets.UTF_8);
    String payload = new String(answer.json(), StandardCharsets.UTF_8);
    text("{\"id\":" + quotedId + ",\"type\":\"next\",\"payload\":" + payload + "}");
  }

  private void text(String text) throws IOException {
    frame(() -> session.send(text, true));
  }

  /** Answers a ping frame. */
  void pong(BufferData data) throws IOException {
    frame(() -> session.pong(data));
  }

  /** Sends a ping frame, unless a message is being sent just now, which does as well. */
  void ping() throws IOException {
    if (!sending.isLocked()) {
      frame(() -> session.ping(BufferData.empty()));
    }
  }

  /** Sends the close frame; true the first time. Nothing is sent after it. */
  boolean close(CloseCode code) {
    sending.lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      session.close(code.code(), code.reason());
    } catch (UncheckedIOException | SocketWriterException e) {
      // The client is gone already: there is nobody to tell.
      kill();
    } finally {
      sending.unlock();
    }
    return true;
  }

  /** Stops sending: the client has closed its side. */
  void closedByClient() {
    closed = true;
  }

  /** Whether a frame has been waiting for the client to read for longer than this. */
  boolean stuck(Duration longest) {
    long since = sendingSince;
    return since != Long.MAX_VALUE && System.nanoTime() - since > longest.toNanos();
  }

  /** Cuts the connection at once, whatever it is doing. */
  void kill() {
    if (session instanceof WsConnection connection) {
      connection.close(true);
    }
  }

  private void frame(Runnable send) throws IOException {
    sending.lock();
    try {
      if (closed) {
        throw new IOException("the connection is closed");
      }
      sendingSince = System.nanoTime();
      send.run();
    } catch (UncheckedIOException | SocketWriterException e) {
      throw new IOException("the client is gone", e);
    } finally {
      sendingSince = Long.MAX_VALUE;
      sending.unlock();
    }
  }
}
