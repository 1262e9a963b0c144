package ai.kompl.identity;

import ai.kompl.dataloaders.Cursors;
import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.identity.user.NewUser;
import ai.kompl.identity.user.User;
import ai.kompl.kit.Subgraph;
import ai.kompl.kit.SubgraphLimits;
import ai.kompl.kit.SubgraphRequest;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.token.AccessTokenVerifier;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings;
import ai.kompl.tenancy.data.SubgraphMigrations;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantDraft;
import graphql.ExecutionResult;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The identity subgraph on a database of its own, with two organizations. */
final class IdentityStack implements AutoCloseable {

  static final String PASSWORD = "correct horse battery staple";

  private static final IdentitySettings SETTINGS =
      new IdentitySettings("https://issuer.test", "kompl-test", Duration.ofMinutes(15));
  private static final Caller PLATFORM =
      Caller.worker(new TenantId("0000000000000000"), "test.seed", "seed");

  final DatabaseSettings settings;
  final DataPlatform data;
  final Identity identity;
  final Subgraph subgraph;
  final Tenant acme;
  final Tenant globex;

  IdentityStack() {
    TestDatabase database = TestPostgres.shared().createDatabase();
    this.settings =
        new DatabaseSettings(
            database.url(),
            new DatabaseSettings.Login("kompl_app", "app-password-of-tests"),
            new DatabaseSettings.Login(database.user(), database.password()),
            4,
            Duration.ofSeconds(5));
    this.data =
        DataPlatform.open(
            settings,
            List.of(new SubgraphMigrations("identity", Identity.class.getClassLoader())),
            InstantSource.system(),
            new SecureRandom());
    this.identity = open();
    this.subgraph =
        Subgraph.start(
            identity.definition(),
            SubgraphLimits.DEFAULT,
            new Cursors(new byte[32]),
            InstantSource.system());
    this.acme = data.registry().provision(new TenantDraft("acme", "Acme"), PLATFORM);
    this.globex = data.registry().provision(new TenantDraft("globex", "Globex"), PLATFORM);
  }

  /** Opens the subgraph as another process would. */
  Identity open() {
    var services =
        new SubgraphServices(
            data.tenantDatabase(),
            data.platformDatabase(Identity.NAME),
            data.registry(),
            new NoFiles(),
            InstantSource.system(),
            new SecureRandom());
    return Identity.open(services, new Mirror(), SETTINGS);
  }

  User person(Tenant tenant, String email, String name) {
    return identity.accounts().ensure(NewUser.person(email, name, PASSWORD), platform(tenant));
  }

  static Caller platform(Tenant tenant) {
    return Caller.worker(tenant.id(), "test.seed", "seed");
  }

  AccessTokenVerifier verifier() {
    return new AccessTokenVerifier(
        identity.keySource(), SETTINGS.issuer(), SETTINGS.audience(), InstantSource.system());
  }

  ExecutionResult ask(
      Optional<Caller> caller, String document, Map<String, @Nullable Object> variables) {
    return subgraph.execute(
        new SubgraphRequest(
            document,
            Optional.empty(),
            variables,
            caller,
            "request-1",
            Instant.now().plusSeconds(20)));
  }

  @Override
  public void close() {
    subgraph.close();
    identity.close();
    data.close();
    StatedEvents.assertAsTheirSchemasSay(
        settings.url(), settings.owner().user(), settings.owner().password());
  }
}
