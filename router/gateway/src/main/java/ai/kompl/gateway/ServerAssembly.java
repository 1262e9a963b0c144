package ai.kompl.gateway;

import ai.kompl.gateway.http.Admittance;
import ai.kompl.gateway.http.BodyReader;
import ai.kompl.gateway.http.Edge;
import ai.kompl.gateway.http.ExportService;
import ai.kompl.gateway.http.GraphQlService;
import ai.kompl.gateway.http.Observation;
import ai.kompl.gateway.http.PageService;
import ai.kompl.gateway.http.PlainErrors;
import ai.kompl.gateway.http.Preflight;
import ai.kompl.gateway.http.RequestReader;
import ai.kompl.gateway.http.StaticText;
import ai.kompl.gateway.http.UploadService;
import ai.kompl.gateway.operation.Operations;
import ai.kompl.gateway.operation.RequestJson;
import ai.kompl.gateway.security.CallerReader;
import ai.kompl.gateway.security.OriginRules;
import ai.kompl.gateway.security.PreflightRule;
import ai.kompl.gateway.security.RequestIds;
import ai.kompl.gateway.security.SuspendedTenants;
import ai.kompl.gateway.subscription.EventHub;
import ai.kompl.gateway.subscription.LiveRun;
import ai.kompl.gateway.telemetry.RecordedOperations;
import ai.kompl.gateway.websocket.Parts;
import ai.kompl.gateway.websocket.Sockets;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

/** Puts one server together from its settings and parts. */
final class ServerAssembly {
  private static final String GRAPHQL = "/graphql";

  private final GatewaySettings settings;
  private final Collaborators parts;
  private final Operations operations;
  private final ScheduledExecutorService ticker;
  private final RequestIds ids;
  private final OriginRules origins;
  private final CallerReader callers;
  private final LiveRun live;
  private final RequestJson json;
  private final Admittance admittance;

  ServerAssembly(
      Operations operations,
      GatewaySettings settings,
      Collaborators parts,
      ScheduledExecutorService ticker,
      EventHub hub,
      SuspendedTenants suspended) {
    this.settings = settings;
    this.parts = parts;
    this.operations = new RecordedOperations(operations, parts.journal());
    this.ticker = ticker;
    this.ids = new RequestIds(parts.random());
    this.origins = new OriginRules(settings.browser().allowedOrigins());
    this.callers = new CallerReader(parts.verifier(), suspended);
    this.live = new LiveRun(hub, callers, ids, parts.metrics(), parts.clock());
    this.json = new RequestJson(parts.documents());
    this.admittance = Admittance.of(settings.listener().work(), settings.operations().timeLimit());
  }

  /** All WebSockets of the server. */
  Sockets sockets() {
    Parts shared =
        new Parts(
            operations,
            live,
            callers,
            json,
            parts.metrics(),
            parts.clock(),
            ticker,
            settings.streams().sockets());
    return new Sockets(shared, origins, ids, parts.access());
  }

  /** The server, not started. */
  WebServer server(Sockets sockets, BooleanSupplier serving) {
    GatewaySettings.Listener listener = settings.listener();
    Http1Config http1 = Http1Config.builder().build();
    return WebServer.builder()
        // Written when sent: the room of an answer is reused right after.
        .writeQueueLength(0)
        .smartAsyncWrites(false)
        .host(listener.host())
        .port(listener.port())
        .connectionOptions(options -> options.tcpNoDelay(true).readTimeout(Duration.ofSeconds(30)))
        .maxTcpConnections(listener.connections())
        .idleConnectionTimeout(listener.idle())
        .shutdownGracePeriod(listener.grace())
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .errorHandling(errors -> errors.includeEntity(false))
        .directHandlers(PlainErrors.handlers())
        .addProtocol(http1)
        .addProtocol(sockets.config())
        .addConnectionSelector(
            Http1ConnectionSelector.builder().config(http1).addUpgrader(sockets).build())
        .addFeature(Observation.of(parts.metrics(), readiness(serving)))
        .routing(this::routes)
        .addRouting(sockets.routing(GRAPHQL))
        .build();
  }

  private Map<String, BooleanSupplier> readiness(BooleanSupplier serving) {
    Map<String, BooleanSupplier> conditions = new LinkedHashMap<>();
    conditions.put("serving", serving);
    parts.checks().forEach(check -> conditions.put(check.name(), check.holds()));
    return conditions;
  }

  private void routes(HttpRouting.Builder routing) {
    new Edge(ids, origins, parts.metrics(), parts.access(), parts.clock()).addTo(routing);
    routing
        .options(GRAPHQL, new Preflight("GET, POST"))
        .register(GRAPHQL, new GraphQlService(graphQlParts()))
        .register("/uploads", uploads())
        .register("/exports", exports())
        .get("/.well-known/jwks.json", StaticText.json("jwks", parts.keySet()));
    if (settings.browser().page()) {
      routing.register("/", new PageService(settings.browser().defaultQuery()));
    }
  }

  private GraphQlService.Parts graphQlParts() {
    GatewaySettings.OperationRules rules = settings.operations();
    RequestReader reader =
        new RequestReader(
            json,
            new BodyReader(rules.bodyLimit(), parts.clock()),
            new PreflightRule(rules.preflightOnGet()),
            rules.textInUrl());
    return new GraphQlService.Parts(
        reader,
        callers,
        operations,
        live,
        admittance,
        parts.metrics(),
        ticker,
        settings.streams().sockets().heartbeat(),
        settings.streams().sockets().sending());
  }

  private ExportService exports() {
    return new ExportService(
        parts.exports(), callers, ticker, settings.streams().sockets().sending());
  }

  private UploadService uploads() {
    BodyReader body = new BodyReader(settings.uploadLimit(), parts.clock());
    return new UploadService(parts.uploads(), callers, body, admittance);
  }
}
