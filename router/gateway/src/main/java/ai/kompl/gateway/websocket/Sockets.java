package ai.kompl.gateway.websocket;

import ai.kompl.gateway.security.OriginRules;
import ai.kompl.gateway.security.RequestIds;
import ai.kompl.gateway.telemetry.AccessLog;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.SocketContext;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.webserver.websocket.WsUpgrader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All WebSockets of a server. It is the server's upgrader itself because the web server does not
 * tell a listener when its connection is lost without a close frame; here the end of the
 * connection's own loop is seen, however it comes.
 */
public final class Sockets implements Http1Upgrader {
  private final Map<SocketContext, SocketListener> open = new ConcurrentHashMap<>();
  private final Parts parts;
  private final OriginRules origins;
  private final RequestIds ids;
  private final AccessLog access;
  private final WsConfig config;
  private final WsUpgrader upgrader;

  /** WebSockets of a server that shares the given parts. */
  public Sockets(Parts parts, OriginRules origins, RequestIds ids, AccessLog access) {
    this.parts = parts;
    this.origins = origins;
    this.ids = ids;
    this.access = access;
    this.config =
        WsConfig.builder().name("websocket").maxFrameLength(parts.limits().messageBytes()).build();
    this.upgrader = WsUpgrader.create(config);
  }

  /** The protocol settings that the listener needs beside the upgrader. */
  public WsConfig config() {
    return config;
  }

  /** Which path speaks GraphQL over WebSocket. */
  public WsRouting.Builder routing(String path) {
    return WsRouting.builder().endpoint(path, () -> new SocketListener(this));
  }

  @Override
  public String supportedProtocol() {
    return upgrader.supportedProtocol();
  }

  @Override
  @SuppressWarnings("NullAway") // the contract of the web server: null means "not upgraded"
  public @Nullable ServerConnection upgrade(
      ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
    ServerConnection connection = upgrader.upgrade(context, prologue, headers);
    return connection == null ? null : new Watched(connection, () -> ended(context));
  }

  /** Ends all conversations because the server goes away. */
  public void leaveAll() {
    open.values().forEach(SocketListener::leave);
  }

  void opened(SocketContext context, SocketListener listener) {
    open.put(context, listener);
    parts.metrics().socketOpened();
  }

  private void ended(SocketContext context) {
    SocketListener listener = open.remove(context);
    if (listener != null) {
      parts.metrics().socketClosed();
      listener.ended();
    }
  }

  boolean full() {
    return open.size() >= parts.limits().connections();
  }

  Parts parts() {
    return parts;
  }

  OriginRules origins() {
    return origins;
  }

  RequestIds ids() {
    return ids;
  }

  AccessLog access() {
    return access;
  }

  /** A connection whose end is told. */
  private record Watched(ServerConnection connection, Runnable ended) implements ServerConnection {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        connection.handle(limit);
      } finally {
        ended.run();
      }
    }

    @Override
    public Duration idleTime() {
      return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }
  }
}
