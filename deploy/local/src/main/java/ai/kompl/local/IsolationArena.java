package ai.kompl.local;

import ai.kompl.embedded.PostgresServer;
import ai.kompl.embedded.PostgresSettings;
import ai.kompl.embedded.RedisServer;
import ai.kompl.embedded.RedisSettings;
import ai.kompl.kit.Subgraph;
import ai.kompl.kit.SubgraphRequest;
import ai.kompl.local.cli.Launch;
import ai.kompl.local.cli.LaunchKeys;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.contract.Contract;
import ai.kompl.local.verify.isolation.Arena;
import ai.kompl.local.verify.isolation.Switchboard;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.caller.token.AccessTokenVerifier;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings;
import ai.kompl.tenancy.data.DatabaseSettings.Login;
import ai.kompl.tenancy.data.SubgraphMigrations;
import ai.kompl.tenancy.data.TenantDraft;
import ai.kompl.tenancy.events.EventStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The product of the isolation proof, over a database server whose owner the proof is. */
final class IsolationArena implements Arena, AutoCloseable {
  private static final String DATABASE = "kompl";
  private static final String APP_PASSWORD = "only-of-this-proof";
  private static final String REQUEST = "isolation-proof";

  private final PostgresServer server;
  private final RedisServer redis;
  private final Switchboard switchboard;
  private final Settings settings;
  private final Product product;

  private IsolationArena(
      PostgresServer server,
      RedisServer redis,
      Switchboard switchboard,
      Settings settings,
      Product product) {
    this.server = server;
    this.redis = redis;
    this.switchboard = switchboard;
    this.settings = settings;
    this.product = product;
  }

  /** Starts it in an empty folder. */
  static IsolationArena start(Path folder, Consumer<String> note) {
    PostgresServer server =
        PostgresServer.start(PostgresSettings.in(folder.resolve("database")).withProgress(note));
    RedisServer redis = RedisServer.start(RedisSettings.in(folder.resolve("redis")));
    var switchboard = new Switchboard();
    boolean started = false;
    try {
      server.createDatabaseIfMissing(DATABASE);
      Settings settings = settings(server, redis, switchboard.before(server.port()));
      Product product =
          Product.start(
              new Launch.Request(settings, made(folder.resolve("data")), false),
              note,
              faults(switchboard));
      started = true;
      return new IsolationArena(server, redis, switchboard, settings, product);
    } finally {
      if (!started) {
        switchboard.close();
        redis.close();
        server.close();
      }
    }
  }

  private static Settings settings(PostgresServer server, RedisServer redis, int relayPort) {
    String direct = server.url(DATABASE);
    var values = new HashMap<String, String>();
    values.put(LaunchKeys.PORT.name(), "0");
    values.put(
        PlatformKeys.DATABASE_URL.name(),
        direct.replace(":" + server.port() + "/", ":" + relayPort + "/"));
    values.put(PlatformKeys.DATABASE_OWNER.name(), server.user());
    values.put(PlatformKeys.DATABASE_OWNER_PASSWORD.name(), server.password());
    values.put(PlatformKeys.REDIS_URL.name(), redis.url());
    values.put(PlatformKeys.DATABASE_PASSWORD.name(), APP_PASSWORD);
    // The proof runs longer than a token lives by default.
    values.put(PlatformKeys.TOKEN_LIFETIME.name(), "12h");
    return Settings.load(ProductKeys.catalogue(), Optional.empty(), Map.of()).with(values);
  }

  private static Faults faults(Switchboard switchboard) {
    return new Faults(
        inner -> subgraph -> switchboard.calls(inner.host(subgraph)),
        Faults.NONE.rowsPerStatement(),
        new Detours(switchboard::objects, switchboard::jobs, switchboard::events));
  }

  private static Path made(Path data) {
    try {
      return Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI endpoint() {
    return product.endpoint();
  }

  @Override
  public Party party(String slug, String canary) {
    new DemoSeed(product.host()).organization(slug, canary + " organization");
    GraphQlClient client = member(slug, canary + "@" + slug + ".example", canary + " user");
    return new Party(slug, client, caller(client), admin(slug, canary));
  }

  @Override
  public GraphQlClient member(String slug, String email) {
    return member(slug, email, "a member of " + slug);
  }

  private GraphQlClient member(String slug, String email, String name) {
    new DemoSeed(product.host()).person(new DemoSeed.Person(slug, email, name), password());
    return signedIn(slug, email);
  }

  private GraphQlClient admin(String slug, String canary) {
    String email = canary + "-admin@" + slug + ".example";
    new DemoSeed(product.host())
        .admin(new DemoSeed.Person(slug, email, canary + " admin"), password());
    return signedIn(slug, email);
  }

  private GraphQlClient signedIn(String slug, String email) {
    return GraphQlClient.of(endpoint().resolve("/graphql")).signIn(slug, email, password());
  }

  private Caller caller(GraphQlClient client) {
    var verifier =
        new AccessTokenVerifier(
            product.host().identity().keySource(),
            settings.get(PlatformKeys.TOKEN_ISSUER),
            settings.get(PlatformKeys.TOKEN_AUDIENCE),
            InstantSource.system());
    return verifier.verify(client.token().orElseThrow(), REQUEST);
  }

  @Override
  public boolean provisions(String slug, String name) {
    Caller operator = Caller.worker(new TenantId("0000000000000000"), "isolation.proof", REQUEST);
    try {
      product.host().data().registry().provision(new TenantDraft(slug, name), operator);
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  @Override
  public Party twin(TenantId of, String slug) {
    long id = Long.parseUnsignedLong(of.value(), 16) ^ 1;
    var settings =
        new DatabaseSettings(
            server.url(DATABASE),
            new Login("kompl_app", APP_PASSWORD),
            new Login(server.user(), server.password()),
            2,
            Duration.ofSeconds(20));
    List<SubgraphMigrations> migrations =
        Contract.SUBGRAPHS.stream()
            .map(name -> new SubgraphMigrations(name, IsolationArena.class.getClassLoader()))
            .toList();
    try (DataPlatform other =
        DataPlatform.open(settings, migrations, InstantSource.system(), () -> id)) {
      Caller operator = Caller.worker(new TenantId("0000000000000000"), "isolation.proof", REQUEST);
      other.registry().provision(new TenantDraft(slug, slug), operator);
    }
    GraphQlClient client = member(slug, "user@" + slug + ".example");
    return new Party(slug, client, caller(client), admin(slug, slug));
  }

  @Override
  public String ask(
      Caller caller, String subgraph, String operation, Map<String, Object> variables) {
    return product
        .host()
        .subgraph(subgraph)
        .execute(
            new SubgraphRequest(
                operation,
                Optional.empty(),
                new LinkedHashMap<String, @Nullable Object>(variables),
                Optional.of(caller),
                REQUEST,
                Instant.now().plus(Duration.ofSeconds(30))))
        .toSpecification()
        .toString();
  }

  @Override
  public Map<String, String> sdlBySubgraph() {
    return product.host().subgraphs().values().stream()
        .collect(Collectors.toMap(Subgraph::name, Subgraph::sdl));
  }

  @Override
  public String apiSdl() {
    return Contract.ofSubgraphs().apiSdl();
  }

  @Override
  public DataPlatform data() {
    return product.host().data();
  }

  @Override
  public EventStream events() {
    return product.host().events();
  }

  @Override
  public OwnerLogin owner() {
    return new OwnerLogin(server.url(DATABASE), server.user(), server.password());
  }

  @Override
  public String redisUrl() {
    return redis.url();
  }

  @Override
  public Switchboard switchboard() {
    return switchboard;
  }

  @Override
  public String password() {
    return product.demoPassword();
  }

  @Override
  public void close() {
    try {
      product.close();
    } finally {
      switchboard.close();
      redis.close();
      server.close();
    }
  }
}
