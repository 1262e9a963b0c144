package ai.kompl.local.verify.cache;

import ai.kompl.dataloaders.CacheRule;
import ai.kompl.dataloaders.DropRule;
import ai.kompl.dataloaders.EventDrivenCache;
import ai.kompl.dataloaders.Loader;
import ai.kompl.tenancy.cache.CacheCounts;
import ai.kompl.tenancy.cache.CacheSettings;
import ai.kompl.tenancy.cache.CacheSpec;
import ai.kompl.tenancy.cache.RedisCacheServer;
import ai.kompl.tenancy.cache.TenantCaches;
import ai.kompl.tenancy.cache.ValueCodec;
import ai.kompl.tenancy.cache.ValueReader;
import ai.kompl.tenancy.cache.ValueSeal;
import ai.kompl.tenancy.cache.ValueWriter;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings.Login;
import ai.kompl.tenancy.events.EventDraft;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One process of the proof. It reads commands from its standard input and answers each with one
 * line: {@code trace FILE MILLIS SEED}, {@code plant FAULT}, {@code counts}.
 */
public final class TraceProcess {
  static final String OWNER_PASSWORD = "KOMPL_VERIFY_OWNER_PASSWORD";
  static final String REDIS = "KOMPL_VERIFY_REDIS";
  static final String CHANGED = "trace.word.changed";
  private static final String CACHE = "trace.words";

  private final DataPlatform data;
  private final FaultyServer server;
  private final TenantCaches caches;
  private final Loader<UUID, Long> words;
  private final List<TenantId> tenants;

  private TraceProcess(DataPlatform data, FaultyServer server, List<TenantId> tenants) {
    this.data = data;
    this.server = server;
    this.tenants = tenants;
    this.caches =
        TenantCaches.open(
            server,
            data.cacheEpochs(),
            new Unsealed(),
            CacheSettings.withLocal(1 << 22),
            new SecureRandom());
    var cache = new EventDrivenCache(caches);
    data.watchChanges(cache);
    this.words =
        cache.cached(
            Loader.of(CACHE, this::load),
            new CacheRule<>(
                CacheSpec.of(CACHE, 1), new Versions(), List.of(DropRule.one(CHANGED))));
  }

  /** Takes the database's address, its owner, the folder of the script and the tenants. */
  public static void main(String[] arguments) throws IOException {
    var owner = new Login(arguments[1], System.getenv(OWNER_PASSWORD));
    var redis = URI.create(System.getenv(REDIS));
    List<TenantId> tenants = Stream.of(arguments[3].split(",", -1)).map(TenantId::new).toList();
    var server = new FaultyServer(RedisCacheServer.at(redis, Duration.ofMillis(500)));
    try (DataPlatform data = TraceGround.open(arguments[0], owner, Path.of(arguments[2]))) {
      new TraceProcess(data, server, tenants).serve();
    }
  }

  private void serve() throws IOException {
    try (caches) {
      say("ready");
      var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        say(answer(line.split(" ", -1)));
      }
    }
  }

  private String answer(String[] words) throws IOException {
    switch (words[0]) {
      case "trace" -> new Trace(this, tenants).run(Path.of(words[1]), words[2], words[3]);
      case "plant" -> server.plant(Fault.valueOf(words[1]));
      case "usable" -> awaitUsable();
      default -> {
        CacheCounts counts = caches.statistics().of(CACHE);
        return counts.hits() + " " + counts.reads() + " " + counts.mismatches();
      }
    }
    return "ok";
  }

  private void awaitUsable() {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!caches.statistics().usable()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the cache does not come into use");
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private Map<UUID, Long> load(Caller caller, Set<UUID> ids) {
    record Word(UUID id, long version) {}
    return data
        .tenantDatabase()
        .read(
            caller,
            tx ->
                tx.query(
                    "select id, version from trace_word where id = any(cast(? as uuid[]))",
                    row -> new Word(row.uuid("id"), row.bigInteger("version")),
                    ids))
        .stream()
        .collect(Collectors.toMap(Word::id, Word::version));
  }

  long read(TenantId tenant, UUID word) {
    return words.batch().load(TraceGround.caller(tenant), Set.of(word)).getOrDefault(word, 0L);
  }

  long change(TenantId tenant, UUID word) {
    String id = GlobalId.of("word", tenant, word).toString();
    return data.tenantDatabase()
        .write(
            TraceGround.caller(tenant),
            tx -> {
              tx.publish(EventDraft.of(CHANGED, "Word", id));
              return tx.one(
                      "update trace_word set version = version + 1 where id = cast(? as uuid) returning version",
                      row -> row.bigInteger("version"),
                      word)
                  .orElseThrow();
            });
  }

  private static final class Versions implements ValueCodec<Long> {
    @Override
    public void write(Long value, ValueWriter to) {
      to.number(value);
    }

    @Override
    public Long read(ValueReader from) {
      return from.number();
    }
  }

  /** The planted faults must be found by what the cache itself checks, not by the encryption. */
  private static final class Unsealed implements ValueSeal {
    @Override
    public byte[] seal(TenantId tenant, String place, byte[] plain) {
      return plain;
    }

    @Override
    public Optional<byte[]> open(TenantId tenant, String place, byte[] sealed) {
      return Optional.of(sealed);
    }
  }
}
