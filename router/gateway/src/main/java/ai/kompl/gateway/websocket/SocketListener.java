package ai.kompl.gateway.websocket;

import ai.kompl.gateway.security.RequestIds;
import ai.kompl.gateway.telemetry.AccessEntry;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fits one WebSocket connection to a conversation: the upgrade with its origin check, frames put
 * together to messages, signs of life, and the end in whatever form it comes. Called on the
 * connection's own thread; {@link #ended} and the heartbeat come from others.
 */
final class SocketListener implements WsListener {
  /** The one subprotocol spoken here. */
  static final String PROTOCOL = "graphql-transport-ws";

  private static final HeaderName PROTOCOL_HEADER = HeaderNames.create("Sec-WebSocket-Protocol");

  private final Sockets sockets;
  private final StringBuilder partial = new StringBuilder();
  private final long start = System.nanoTime();
  private String requestId = "";
  private boolean spoken;
  private volatile long lastHeard = System.nanoTime();
  private volatile @Nullable Conversation conversation;
  private volatile @Nullable Outlet outlet;
  private volatile @Nullable ScheduledFuture<?> heartbeat;

  SocketListener(Sockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) {
    Optional<String> origin = value(headers, HeaderNames.ORIGIN);
    if (!sockets.origins().allows(origin, value(headers, HeaderNames.HOST))) {
      throw refusal(Status.FORBIDDEN_403, EventType.FORBIDDEN);
    }
    if (sockets.full()) {
      throw refusal(Status.SERVICE_UNAVAILABLE_503, EventType.OTHER);
    }
    requestId = sockets.ids().idFor(value(headers, HeaderNames.create(RequestIds.HEADER)));
    spoken = offers(headers);
    WritableHeaders<?> answer = WritableHeaders.create();
    answer.set(HeaderValues.create(RequestIds.HEADER, requestId));
    if (spoken) {
      answer.set(HeaderValues.create(PROTOCOL_HEADER, PROTOCOL));
    }
    return Optional.of(answer);
  }

  private static RequestException refusal(Status status, EventType type) {
    return RequestException.builder().status(status).type(type).message("refused").build();
  }

  private static boolean offers(Headers headers) {
    if (!headers.contains(PROTOCOL_HEADER)) {
      return false;
    }
    Header offered = headers.get(PROTOCOL_HEADER);
    return offered.allValues().stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .anyMatch(value -> value.strip().equals(PROTOCOL));
  }

  private static Optional<String> value(Headers headers, HeaderName name) {
    return headers.contains(name) ? Optional.of(headers.get(name).get()) : Optional.empty();
  }

  @Override
  public void onOpen(WsSession session) {
    var opened = new Outlet(session);
    var begun = new Conversation(opened, sockets.parts(), requestId);
    outlet = opened;
    conversation = begun;
    sockets.opened(session.socketContext(), this);
    if (!spoken) {
      begun.close(CloseCode.SUBPROTOCOL_NOT_ACCEPTABLE);
    }
    long every = sockets.parts().limits().heartbeat().toMillis();
    heartbeat =
        sockets
            .parts()
            .ticker()
            .scheduleWithFixedDelay(
                () -> Thread.ofVirtual().start(this::beat), every, every, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onMessage(WsSession session, String text, boolean last) {
    lastHeard = System.nanoTime();
    Conversation open = conversation;
    if (open == null) {
      return;
    }
    if (partial.length() + text.length() > sockets.parts().limits().messageBytes()) {
      partial.setLength(0);
      open.close(CloseCode.MESSAGE_TOO_BIG);
      return;
    }
    partial.append(text);
    if (last) {
      String whole = partial.toString();
      partial.setLength(0);
      open.message(whole);
    }
  }

  @Override
  public void onMessage(WsSession session, BufferData data, boolean last) {
    Conversation open = conversation;
    if (open != null) {
      open.close(CloseCode.INVALID_MESSAGE);
    }
  }

  @Override
  public void onPing(WsSession session, BufferData data) {
    lastHeard = System.nanoTime();
    Outlet open = outlet;
    if (open == null) {
      return;
    }
    try {
      open.pong(data);
    } catch (IOException e) {
      open.kill();
    }
  }

  @Override
  public void onPong(WsSession session, BufferData data) {
    lastHeard = System.nanoTime();
  }

  @Override
  public void onClose(WsSession session, int code, String reason) {
    Conversation open = conversation;
    if (open != null) {
      open.closedByClient(code);
    }
  }

  @Override
  public void onError(WsSession session, Throwable failure) {
    System.getLogger(SocketListener.class.getName())
        .log(System.Logger.Level.WARNING, "websocket-failed " + requestId, failure);
    Conversation open = conversation;
    if (open != null) {
      open.close(CloseCode.INTERNAL_ERROR);
    }
  }

  private void beat() {
    Outlet open = outlet;
    if (open == null) {
      return;
    }
    SocketLimits limits = sockets.parts().limits();
    long silent = System.nanoTime() - lastHeard;
    if (open.stuck(limits.sending()) || silent > 2 * limits.heartbeat().toNanos()) {
      open.kill();
      return;
    }
    try {
      open.ping();
    } catch (IOException e) {
      open.kill();
    }
  }

  /** The server goes away. */
  void leave() {
    Conversation open = conversation;
    if (open != null) {
      open.close(CloseCode.GOING_AWAY);
    }
  }

  /** The connection has ended; called exactly once. */
  void ended() {
    ScheduledFuture<?> beating = heartbeat;
    if (beating != null) {
      beating.cancel(false);
    }
    Conversation open = conversation;
    if (open == null) {
      return;
    }
    open.end();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    sockets
        .access()
        .write(
            new AccessEntry(
                requestId,
                "WS",
                "/graphql",
                open.closeCode(),
                took,
                open.tenant(),
                Optional.empty(),
                Optional.empty()));
  }
}
