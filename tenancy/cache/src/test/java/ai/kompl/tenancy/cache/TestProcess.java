package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.caller.TenantId;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** One process with a cache of words, whose truth is a map that all processes of a test share. */
final class TestProcess implements AutoCloseable {
  static final String NAME = "test.words";
  private static final CacheTimes TIMES =
      new CacheTimes(
          Duration.ofMillis(50),
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));

  /** A busy machine does not let a lease lapse so soon. */
  private static final CacheTimes CALM =
      new CacheTimes(
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          Duration.ofSeconds(6),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));

  final AtomicInteger loads = new AtomicInteger();
  final FaultyServer server;
  final TenantCaches caches;
  final TenantCache<String> words;
  private final Map<String, String> truth;

  TestProcess(String redis, CacheEpochs epochs, Map<String, String> truth) {
    this(redis, epochs, truth, 1);
  }

  TestProcess(String redis, CacheEpochs epochs, Map<String, String> truth, int version) {
    this(redis, epochs, truth, version, TIMES);
  }

  /** One that is not put off by a busy machine. */
  static TestProcess patient(String redis, CacheEpochs epochs, Map<String, String> truth) {
    return new TestProcess(redis, epochs, truth, 1, CALM);
  }

  private TestProcess(
      String redis, CacheEpochs epochs, Map<String, String> truth, int version, CacheTimes times) {
    this.truth = truth;
    this.server = new FaultyServer(RedisCacheServer.at(URI.create(redis), times.patience()));
    this.caches =
        TenantCaches.open(
            server,
            epochs,
            new PlainSeal(),
            new CacheSettings(1 << 20, 1 << 18, 100, times),
            new SecureRandom());
    this.words =
        caches.cache(CacheSpec.of(NAME, version), new Words(), (tenant, ids) -> load(tenant, ids));
    await(caches::usable);
  }

  /** The word of a tenant, read through the cache. */
  Optional<String> read(TenantId tenant, String id) {
    return Optional.ofNullable(words.getAll(tenant, Set.of(id), ids -> load(tenant, ids)).get(id));
  }

  Map<String, String> load(TenantId tenant, Set<String> ids) {
    loads.incrementAndGet();
    return ids.stream()
        .filter(id -> truth.containsKey(tenant + id))
        .collect(Collectors.toMap(id -> id, id -> truth.getOrDefault(tenant + id, "")));
  }

  /** Changes a word as a transaction does: fence, commit, drop. */
  void write(TenantId tenant, String id, String word) {
    CacheChange change = caches.change(tenant, Set.of(CacheDrop.of(NAME, id)));
    truth.put(tenant + id, word);
    change.committed(Set.of("change-of-" + id).stream().toList());
  }

  CacheCounts counts() {
    return caches.statistics().of(NAME);
  }

  static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it does not come to that");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Override
  public void close() {
    caches.close();
  }

  private static final class Words implements ValueCodec<String> {
    @Override
    public void write(String value, ValueWriter to) {
      to.text(value);
    }

    @Override
    public String read(ValueReader from) {
      return from.text();
    }
  }
}
