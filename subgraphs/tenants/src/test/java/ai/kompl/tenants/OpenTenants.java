package ai.kompl.tenants;

import ai.kompl.dataloaders.Cursors;
import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.kit.Subgraph;
import ai.kompl.kit.SubgraphLimits;
import ai.kompl.kit.SubgraphRequest;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings;
import ai.kompl.tenancy.data.SubgraphMigrations;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantDraft;
import ai.kompl.tenancy.data.audit.AuditSigner;
import graphql.ExecutionResult;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tenants subgraph over a database of its own. */
record OpenTenants(
    TestDatabase database,
    DataPlatform data,
    OpenStorage storage,
    Tenants tenants,
    Subgraph subgraph,
    InstantSource clock)
    implements AutoCloseable {
  static final Caller PLATFORM =
      Caller.worker(new TenantId("0000000000000000"), "test.seed", "seed");

  static OpenTenants start() {
    return start(InstantSource.system());
  }

  static OpenTenants start(InstantSource clock) {
    TestDatabase database = TestPostgres.shared().createDatabase();
    DataPlatform data =
        DataPlatform.open(
            new DatabaseSettings(
                database.url(),
                new DatabaseSettings.Login("kompl_app", "app-password-of-tests"),
                new DatabaseSettings.Login(database.user(), database.password()),
                8,
                Duration.ofSeconds(5)),
            List.of(new SubgraphMigrations(Tenants.NAME, Tenants.class.getClassLoader())),
            clock,
            new SecureRandom());
    OpenStorage storage = OpenStorage.start(data);
    Tenants tenants =
        Tenants.open(
            new SubgraphServices(
                data.tenantDatabase(),
                data.platformDatabase(Tenants.NAME),
                data.registry(),
                new NoFiles(),
                clock,
                new SecureRandom()),
            new Tenants.Faces(
                data.auditTrails(AuditSigner.of(new byte[32])),
                data.offboarding(Duration.ofDays(30)),
                storage.exports(data),
                new ReversedSecrets()));
    Subgraph subgraph =
        Subgraph.start(
            tenants.definition(), SubgraphLimits.DEFAULT, new Cursors(new byte[32]), clock);
    return new OpenTenants(database, data, storage, tenants, subgraph, clock);
  }

  Tenant provision(String slug) {
    return tenants.provisioning().ensure(new TenantDraft(slug, "Org " + slug), PLATFORM);
  }

  ExecutionResult ask(Caller caller, String document, Map<String, @Nullable Object> variables) {
    return subgraph.execute(
        new SubgraphRequest(
            document,
            Optional.empty(),
            variables,
            Optional.of(caller),
            "request-1",
            clock.instant().plusSeconds(20)));
  }

  static Caller caller(Tenant tenant, CallerKind kind, Set<String> roles) {
    return new Caller(
        tenant.id(),
        new UUID(9, 9),
        kind,
        roles,
        Set.of(),
        Map.of(),
        "session-1",
        "request-1",
        Instant.parse("2099-01-01T00:00:00Z"));
  }

  /** The codes of the errors, in their order. */
  static List<@Nullable Object> codes(ExecutionResult result) {
    return result.getErrors().stream()
        .<@Nullable Object>map(error -> Objects.requireNonNull(error.getExtensions()).get("code"))
        .toList();
  }

  @Override
  public void close() {
    subgraph.close();
    data.close();
    storage.close();
    StatedEvents.assertAsTheirSchemasSay(database.url(), database.user(), database.password());
  }
}
