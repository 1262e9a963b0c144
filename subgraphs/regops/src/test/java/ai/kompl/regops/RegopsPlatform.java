package ai.kompl.regops;

import ai.kompl.dataloaders.Cursors;
import ai.kompl.dataloaders.EventDrivenCache;
import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.kit.Subgraph;
import ai.kompl.kit.SubgraphDefinition;
import ai.kompl.kit.SubgraphLimits;
import ai.kompl.kit.SubgraphRequest;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.regops.imports.ImportSettings;
import ai.kompl.tenancy.cache.CacheSettings;
import ai.kompl.tenancy.cache.RedisCacheServer;
import ai.kompl.tenancy.cache.TenantCaches;
import ai.kompl.tenancy.cache.ValueSeal;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.ConsumerSettings;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings;
import ai.kompl.tenancy.data.SubgraphMigrations;
import ai.kompl.tenancy.data.TenantDraft;
import ai.kompl.tenancy.data.WorkerSettings;
import ai.kompl.tenancy.events.EventGroups;
import graphql.ExecutionResult;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Regops on a PostgreSQL database of its own, asked as a router would ask it. */
public final class RegopsPlatform implements AutoCloseable {

  /** Two at once, short leases, so that tests do not wait for the dead. */
  public static final WorkerSettings WORKERS =
      new WorkerSettings(2, Duration.ofSeconds(2), 5, Duration.ofMillis(100));

  private final DatabaseSettings settings;
  private final DataPlatform data;
  private final MemoryFiles files = new MemoryFiles();
  private final Optional<TenantCaches> caches;
  private final SubgraphDefinition definition;
  private final Subgraph subgraph;

  private RegopsPlatform(DatabaseSettings settings, Duration keepDeleted, Optional<String> redis) {
    this.settings = settings;
    this.data = open(settings);
    var services =
        new SubgraphServices(
            data.tenantDatabase(),
            data.platformDatabase("regops"),
            data.registry(),
            files,
            InstantSource.system(),
            new SecureRandom());
    this.caches = redis.map(address -> caches(data, address));
    Optional<EventDrivenCache> cache = caches.map(EventDrivenCache::new);
    cache.ifPresent(data::watchChanges);
    this.definition =
        new RegopsSubgraph(ImportSettings.DEFAULT, keepDeleted, UUID::randomUUID)
            .open(cache.map(services::withCache).orElse(services));
    this.subgraph =
        Subgraph.start(
            definition, SubgraphLimits.DEFAULT, new Cursors(new byte[32]), InstantSource.system());
  }

  /** A fresh one. */
  public static RegopsPlatform open() {
    return open(RegopsSubgraph.KEEP_DELETED);
  }

  /** A fresh one in which what is deleted is kept so long. */
  public static RegopsPlatform open(Duration keepDeleted) {
    TestDatabase database = TestPostgres.shared().createDatabase();
    var settings = settings(database.url(), database.user(), database.password());
    return new RegopsPlatform(settings, keepDeleted, Optional.empty());
  }

  /** A fresh one that reads through a cache. */
  public static RegopsPlatform openCached(String redis) {
    TestDatabase database = TestPostgres.shared().createDatabase();
    var settings = settings(database.url(), database.user(), database.password());
    return new RegopsPlatform(settings, RegopsSubgraph.KEEP_DELETED, Optional.of(redis));
  }

  /** Another process on the same database. */
  public RegopsPlatform besides(String redis) {
    return new RegopsPlatform(settings, RegopsSubgraph.KEEP_DELETED, Optional.of(redis));
  }

  private static TenantCaches caches(DataPlatform data, String redis) {
    var unsealed =
        new ValueSeal() {
          @Override
          public byte[] seal(TenantId tenant, String place, byte[] plain) {
            return plain;
          }

          @Override
          public Optional<byte[]> open(TenantId tenant, String place, byte[] sealed) {
            return Optional.of(sealed);
          }
        };
    return TenantCaches.open(
        RedisCacheServer.at(URI.create(redis), Duration.ofSeconds(2)),
        data.cacheEpochs(),
        unsealed,
        CacheSettings.withLocal(1 << 22),
        new SecureRandom());
  }

  /** The caches. */
  public TenantCaches caches() {
    return caches.orElseThrow();
  }

  /** How the tests' database is reached. */
  public static DatabaseSettings settings(String url, String owner, String password) {
    return new DatabaseSettings(
        url,
        new DatabaseSettings.Login("kompl_app", "app-password-of-tests"),
        new DatabaseSettings.Login(owner, password),
        8,
        Duration.ofSeconds(5));
  }

  /** The data of regops on that database. */
  public static DataPlatform open(DatabaseSettings settings) {
    var migrations = new SubgraphMigrations("regops", RegopsPlatform.class.getClassLoader());
    return DataPlatform.open(
        settings, List.of(migrations), InstantSource.system(), new SecureRandom());
  }

  /** Where the data are. */
  public DatabaseSettings settings() {
    return settings;
  }

  /** The data. */
  public DataPlatform data() {
    return data;
  }

  /** The uploaded files. */
  public MemoryFiles files() {
    return files;
  }

  /** Starts a worker for imports. */
  public void startWorker() {
    data.startWorker("regops", definition.jobs(), WORKERS);
  }

  /** Starts to apply events. */
  public void startConsumers(EventGroups events) {
    definition
        .consumers()
        .forEach(one -> data.startConsumer(one, events, ConsumerSettings.defaults()));
    // They are told of what is stated after they have joined.
    int groups = definition.consumers().size();
    if (!eventually(() -> data.eventBacklog().groups().size() == groups)) {
      throw new AssertionError("the consumers did not join");
    }
  }

  /** A user of a new tenant. */
  public Caller newTenant(String slug) {
    var operator =
        Caller.worker(new TenantId("0000000000000000"), "tests.operator", "request-operator");
    var tenant = data.registry().provision(new TenantDraft(slug, "Tenant " + slug), operator);
    return new Caller(
        tenant.id(),
        UUID.randomUUID(),
        CallerKind.USER,
        Set.of("admin"),
        Set.of(),
        Map.of(),
        "session-1",
        "request-1",
        Instant.now().plusSeconds(600));
  }

  /** One more of the tenant's people, as the subgraph with the accounts would write it down. */
  public UUID newPerson(Caller caller) {
    UUID person = UUID.randomUUID();
    int _ =
        data.platformDatabase("regops")
            .write(tx ->
                tx.update(
                    "insert into private.people (tenant, id) values (?, ?)",
                    caller.tenant(),
                    person));
    return person;
  }

  /** Asks and gives all that is answered. */
  public ExecutionResult ask(
      Caller caller, String document, Map<String, @Nullable Object> variables) {
    return subgraph.execute(
        new SubgraphRequest(
            document,
            Optional.empty(),
            variables,
            Optional.of(caller),
            "request-1",
            Instant.now().plusSeconds(60)));
  }

  /** Asks and gives the data; fails when anything is wrong. */
  public Answer answer(Caller caller, String document, Map<String, @Nullable Object> variables) {
    var result = ask(caller, document, variables);
    if (!result.getErrors().isEmpty()) {
      throw new AssertionError(result.getErrors().toString());
    }
    return Answer.of(result);
  }

  /** Waits until it is so, half a minute at most; says whether it came to be. */
  public static boolean eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(10_000_000);
    }
    return true;
  }

  @Override
  public void close() {
    subgraph.close();
    caches.ifPresent(TenantCaches::close);
    data.close();
    StatedEvents.assertAsTheirSchemasSay(
        settings.url(), settings.owner().user(), settings.owner().password());
  }
}
