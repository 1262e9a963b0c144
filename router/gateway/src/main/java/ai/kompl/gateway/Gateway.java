package ai.kompl.gateway;

import ai.kompl.federation.FederationEngine;
import ai.kompl.gateway.operation.EngineOperations;
import ai.kompl.gateway.operation.Operations;
import ai.kompl.gateway.operation.RootRules;
import ai.kompl.gateway.reload.RouterState;
import ai.kompl.gateway.security.SuspendedTenants;
import ai.kompl.gateway.subscription.EventHub;
import ai.kompl.gateway.websocket.Sockets;
import io.helidon.webserver.WebServer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running server in front of the federation engine. */
public final class Gateway implements AutoCloseable {
  private final Operations operations;
  private final WebServer server;
  private final Sockets sockets;
  private final EventHub hub;
  private final SuspendedTenants suspended;
  private final ScheduledExecutorService ticker;
  private final AtomicBoolean serving = new AtomicBoolean(true);

  private Gateway(Operations operations, GatewaySettings settings, Collaborators parts) {
    this.operations = operations;
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gateway-ticker").factory());
    this.hub =
        EventHub.join(
            parts.events(),
            parts.metrics(),
            settings.streams().eventsWaiting(),
            settings.streams().most());
    this.suspended = SuspendedTenants.follow(parts.events(), parts.suspended(), hub::wake);
    ServerAssembly assembly =
        new ServerAssembly(operations, settings, parts, ticker, hub, suspended);
    this.sockets = assembly.sockets();
    this.server = assembly.server(sockets, serving::get);
  }

  /**
   * Starts a server in front of the engine; returns once it listens.
   *
   * @throws IllegalArgumentException when the supergraph's directives do not fit
   */
  public static Gateway start(
      FederationEngine engine, GatewaySettings settings, Collaborators parts) {
    EngineOperations operations =
        new EngineOperations(
            RouterState.of(engine),
            new RootRules(settings.operations().introspection()),
            parts.policies(),
            settings.operations().timeLimit(),
            parts.clock());
    return start(operations, settings, parts);
  }

  /** Starts a server that runs what the operations admit; returns once it listens. */
  static Gateway start(Operations operations, GatewaySettings settings, Collaborators parts) {
    Gateway gateway = new Gateway(operations, settings, parts);
    gateway.server.start();
    return gateway;
  }

  /**
   * Puts another engine into service, whose supergraph requests see from now on. Running requests
   * and live operations end under the one that they began with.
   *
   * @throws IllegalArgumentException when the supergraph's directives do not fit; the engine in
   *     service stays
   */
  public void replace(FederationEngine next) {
    if (!(operations instanceof EngineOperations replaceable)) {
      throw new IllegalStateException("this gateway was started without an engine");
    }
    replaceable.replace(RouterState.of(next));
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /**
   * Stops: readiness fails from now on, live operations are told to connect elsewhere, running
   * requests get their grace.
   */
  @Override
  public void close() {
    serving.set(false);
    sockets.leaveAll();
    suspended.close();
    hub.close();
    server.stop();
    ticker.shutdownNow();
  }
}
