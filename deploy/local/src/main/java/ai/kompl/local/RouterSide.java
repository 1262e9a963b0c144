package ai.kompl.local;

import ai.kompl.federation.EngineSettings;
import ai.kompl.federation.FederationEngine;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.transport.SubgraphTransport;
import ai.kompl.gateway.Collaborators;
import ai.kompl.gateway.Gateway;
import ai.kompl.gateway.GatewaySettings;
import ai.kompl.gateway.ReadinessCheck;
import ai.kompl.gateway.http.ExportSource;
import ai.kompl.gateway.http.UploadStore;
import ai.kompl.gateway.operation.PersistedDocuments;
import ai.kompl.gateway.security.Policies;
import ai.kompl.gateway.telemetry.AccessLog;
import ai.kompl.gateway.telemetry.GatewayMetrics;
import ai.kompl.local.cli.LaunchKeys;
import ai.kompl.local.contract.Contract;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.access.AccessJournal;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.caller.token.AccessTokenVerifier;
import ai.kompl.tenancy.caller.token.KeySource;
import ai.kompl.tenancy.data.StoredObjects;
import ai.kompl.tenancy.data.TenantExports;
import ai.kompl.tenancy.events.EventStream;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.Upload;
import ai.kompl.tenancy.vault.content.Declared;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Composes the subgraphs and starts the gateway in front of them, however they are reached. */
final class RouterSide {
  /**
   * A subgraph as the router sees it.
   *
   * @param sdl its schema as written
   * @param transport the way to it
   */
  record Route(String sdl, SubgraphTransport transport) {}

  /**
   * What the gateway needs besides the subgraphs.
   *
   * @param keys verify access tokens
   * @param keySet the same keys as a JSON Web Key Set
   * @param events what live operations follow
   * @param suspended the tenants that are not served now
   * @param journal keeps what callers ask for
   * @param objects where uploads go
   * @param records where is written down which there are
   * @param exports what was made for tenants
   * @param checks what readiness depends on
   */
  record Ground(
      KeySource keys,
      Supplier<String> keySet,
      EventStream events,
      Supplier<Set<TenantId>> suspended,
      AccessJournal journal,
      S3ObjectStore objects,
      StoredObjects records,
      TenantExports exports,
      List<ReadinessCheck> checks) {}

  private RouterSide() {}

  /**
   * Starts the gateway.
   *
   * @param routes by subgraph name
   * @throws IllegalStateException when the subgraphs do not compose
   */
  static Gateway start(Map<String, Route> routes, Ground ground, Backend backend) {
    GatewayMetrics metrics = GatewayMetrics.ofProcess();
    var transports = new HashMap<String, SubgraphTransport>();
    routes.forEach((name, route) -> transports.put(name, metrics.metered(name, route.transport())));
    List<SubgraphSource> sources =
        routes.entrySet().stream()
            .map(entry ->
                new SubgraphSource(
                    entry.getKey(),
                    "http://" + entry.getKey() + "/graphql",
                    entry.getValue().sdl()))
            .toList();
    Supergraph supergraph = Supergraph.read(Contract.of(sources).supergraphSdl());
    FederationEngine engine =
        FederationEngine.create(supergraph, transports, EngineSettings.standard());
    return Gateway.start(
        engine, settings(backend.settings()), collaborators(ground, metrics, backend));
  }

  private static GatewaySettings settings(Settings settings) {
    int port = settings.get(LaunchKeys.PORT);
    GatewaySettings profile =
        settings.get(ProductKeys.PROFILE) == ProductKeys.Profile.PRODUCTION
            ? GatewaySettings.production(port)
            : GatewaySettings.development(port);
    var page =
        new GatewaySettings.Browser(
            profile.browser().allowedOrigins(), profile.browser().page(), FirstQuery.TEXT);
    return profile.withBrowser(page).withUploadLimit(settings.get(PlatformKeys.UPLOAD_LIMIT));
  }

  private static Collaborators collaborators(
      Ground ground, GatewayMetrics metrics, Backend backend) {
    Settings settings = backend.settings();
    var verifier =
        new AccessTokenVerifier(
            ground.keys(),
            settings.get(PlatformKeys.TOKEN_ISSUER),
            settings.get(PlatformKeys.TOKEN_AUDIENCE),
            backend.clock());
    return new Collaborators(
        verifier,
        Policies.none(),
        ground.events(),
        ground.suspended(),
        uploads(ground.objects(), ground.records()),
        exports(ground.exports()),
        ground.keySet(),
        ground.checks(),
        PersistedDocuments.none(),
        AccessLog.toLogger(),
        ground.journal(),
        metrics,
        backend.clock(),
        backend.random());
  }

  private static ExportSource exports(TenantExports exports) {
    return (caller, id) -> {
      TenantExports.Download download = exports.open(caller, id);
      return new ExportSource.Export(download.content(), download.bytes(), download.fileName());
    };
  }

  private static UploadStore uploads(S3ObjectStore objects, StoredObjects records) {
    return (caller, content, said) -> {
      var declared = new Declared(said.limit(), said.mediaType(), said.sha256());
      try {
        Upload upload = objects.put(caller.tenant(), content, declared);
        records.record(caller, upload);
        return new UploadStore.StoredUpload(
            upload.id().toString(), upload.id().sha256(), upload.bytes());
      } catch (IOException e) {
        throw new ProblemException(Problem.VALIDATION_FAILED, "The upload broke off.", e);
      }
    };
  }
}
