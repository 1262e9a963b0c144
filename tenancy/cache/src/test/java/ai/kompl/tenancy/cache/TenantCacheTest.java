package ai.kompl.tenancy.cache;

import static ai.kompl.tenancy.cache.TestProcess.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.RedisServer;
import ai.kompl.embedded.RedisSettings;
import ai.kompl.embedded.TestRedis;
import ai.kompl.embedded.TestRedisCluster;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TenantCacheTest {
  private static final TenantId ACME = new TenantId("00000000000000aa");
  private static final TenantId GLOBEX = new TenantId("00000000000000bb");

  private final Map<String, String> truth = new ConcurrentHashMap<>();
  private final SharedEpochs epochs = new SharedEpochs();
  private final String redis = TestRedis.shared().createDatabase();
  private final TestProcess here = new TestProcess(redis, epochs, truth);
  private final TestProcess there = new TestProcess(redis, epochs, truth);

  @BeforeEach
  void twoTenants() {
    truth.put(ACME + "a", "old");
    truth.put(GLOBEX + "a", "theirs");
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void whatOneProcessHasReadTheOtherNeedNotLoad() {
    here.read(ACME, "a");

    assertThat(there.read(ACME, "a")).contains("old");
    assertThat(there.read(ACME, "a")).contains("old");

    assertThat(here.loads).hasValue(1);
    assertThat(there.loads).hasValue(0);
    assertThat(there.counts().sharedHits()).isEqualTo(1);
    assertThat(there.counts().localHits()).isEqualTo(1);
  }

  @Test
  void aBatchIsOneRoundTripAndItsMissesAreOneMore() {
    Set<String> ids = IntStream.range(0, 100).mapToObj(i -> "w" + i).collect(Collectors.toSet());
    ids.forEach(id -> truth.put(ACME + id, "word"));
    long before = here.server.roundTrips();

    here.words.getAll(ACME, ids, some -> here.load(ACME, some));
    long cold = here.server.roundTrips() - before;
    var again = here.words.getAll(ACME, ids, some -> here.load(ACME, some));
    long warm = here.server.roundTrips() - before - cold;

    assertThat(again).hasSize(100);
    assertThat(here.loads).hasValue(1);
    // The first use of a script sends its text as well.
    assertThat(cold).isBetween(2L, 4L);
    assertThat(warm).isEqualTo(1);
  }

  @Test
  void anAcknowledgedChangeIsSeenByAllAtOnce() {
    here.read(ACME, "a");
    there.read(ACME, "a");

    here.write(ACME, "a", "new");

    assertThat(there.read(ACME, "a")).contains("new");
    assertThat(here.read(ACME, "a")).contains("new");
  }

  @Test
  void aSlowLoaderCannotStoreWhatHasChangedMeanwhile() throws Exception {
    var loading = new CountDownLatch(1);
    var changed = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Map<String, String>> slow =
          threads.submit(() ->
              there.words.getAll(
                  ACME,
                  Set.of("a"),
                  ids -> {
                    Map<String, String> old = there.load(ACME, ids);
                    loading.countDown();
                    hold(changed);
                    return old;
                  }));
      assertThat(loading.await(10, TimeUnit.SECONDS)).isTrue();

      here.write(ACME, "a", "new");
      changed.countDown();
      slow.get(10, TimeUnit.SECONDS);
    }

    assertThat(there.read(ACME, "a")).contains("new");
    assertThat(here.read(ACME, "a")).contains("new");
    assertThat(there.counts().staleRefusals()).isEqualTo(1);
  }

  @Test
  void whoAsksAfterAChangeIsNotGivenALoadThatBeganBefore() throws Exception {
    var loading = new CountDownLatch(1);
    var changed = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Map<String, String>> slow =
          threads.submit(() ->
              here.words.getAll(
                  ACME,
                  Set.of("a"),
                  ids -> {
                    Map<String, String> old = here.load(ACME, ids);
                    loading.countDown();
                    hold(changed);
                    return old;
                  }));
      assertThat(loading.await(10, TimeUnit.SECONDS)).isTrue();
      here.write(ACME, "a", "new");

      Future<String> later = threads.submit(() -> here.read(ACME, "a").orElseThrow());
      changed.countDown();

      assertThat(later.get(10, TimeUnit.SECONDS)).isEqualTo("new");
      slow.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void emptyingRedisInTheMiddleOfAChangeLeavesNothingOld() {
    CacheChange change = here.caches.change(ACME, Set.of(CacheDrop.of(TestProcess.NAME, "a")));
    onRedis(commands -> commands.sync().flushall());
    assertThat(there.read(ACME, "a")).contains("old");

    truth.put(ACME + "a", "new");
    change.committed(List.of());

    assertThat(there.read(ACME, "a")).contains("new");
  }

  @Test
  void whileAChangeIsUnderWayNothingIsStored() {
    CacheChange change = here.caches.change(ACME, Set.of(CacheDrop.of(TestProcess.NAME, "a")));

    there.read(ACME, "a");
    there.read(ACME, "a");
    change.givenUp();
    there.read(ACME, "a");
    there.read(ACME, "a");

    assertThat(there.loads).hasValue(3);
  }

  @Test
  void aProcessThatIsCutOffFromRedisStopsTheOthersBeforeItAcknowledges() {
    there.read(ACME, "a");
    here.server.cut(true);

    here.write(ACME, "a", "new");

    assertThat(there.read(ACME, "a")).contains("new");
    assertThat(here.read(ACME, "a")).contains("new");
    assertThat(epochs.epoch()).isEqualTo(2);
    assertThat(there.counts().bypassed()).isPositive();
  }

  @Test
  void whoHasNoticedASuspensionWaitsForThoseWhoHaveNot() {
    var unaware = new LateEpochs(epochs);
    try (var late = TestProcess.patient(redis, unaware, truth);
        var noticing = TestProcess.patient(redis, epochs, truth)) {
      late.read(ACME, "a");
      unaware.keepWaiting();
      epochs.suspend(Duration.ofSeconds(6));
      await(() -> !noticing.caches.usable());

      noticing.write(ACME, "a", "new");

      assertThat(late.read(ACME, "a")).contains("new");
      unaware.answer();
    }
  }

  @Test
  void onlyTheFirstChangeOfAnOutageWaits() {
    here.server.cut(true);
    here.write(ACME, "a", "1");
    long begun = System.nanoTime();

    for (int i = 2; i < 50; i++) {
      here.write(ACME, "a", Integer.toString(i));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(200));
    assertThat(there.read(ACME, "a")).contains("49");
  }

  @Test
  void afterAnOutageTheCacheIsUsedAgainAndHoldsNothingOld() {
    there.read(ACME, "a");
    here.server.cut(true);
    here.write(ACME, "a", "new");
    here.server.cut(false);

    await(() -> here.caches.usable() && there.caches.usable());
    int before = there.loads.get();

    assertThat(there.read(ACME, "a")).contains("new");
    assertThat(here.read(ACME, "a")).contains("new");
    assertThat(there.read(ACME, "a")).contains("new");
    assertThat(there.loads.get() - before).isEqualTo(1);
  }

  @Test
  void neitherRedisNorTheOthersReachableMeansNotAcknowledged() {
    var alone = new TestProcess(redis, epochs, truth);
    try (alone) {
      alone.server.cut(true);
      epochs.away(true);

      assertThatThrownBy(() -> alone.write(ACME, "a", "new"))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
    } finally {
      epochs.away(false);
    }
  }

  @Test
  void aRestartedRedisIsTakenForEmptyWhateverSurvivedInIt(@TempDir Path folder) {
    try (RedisServer server = RedisServer.start(RedisSettings.in(folder));
        TestProcess process = new TestProcess(server.url(), new SharedEpochs(), truth)) {
      process.read(ACME, "a");
      long before = server.pid();
      ProcessHandle.of(before).orElseThrow().destroyForcibly();
      await(() -> server.pid() != before);
      await(() -> {
        process.read(ACME, "b");
        return process.caches.usable();
      });
      int loads = process.loads.get();

      process.read(ACME, "a");

      assertThat(process.loads.get() - loads).isEqualTo(1);
    }
  }

  @Test
  void failuresAreNotRemembered() {
    assertThatThrownBy(() ->
            here.words.getAll(
                ACME,
                Set.of("a"),
                _ -> {
                  throw new ProblemException(Problem.TIMEOUT);
                }))
        .isInstanceOf(ProblemException.class);

    assertThat(here.read(ACME, "a")).contains("old");
    assertThat(here.read(ACME, "a")).contains("old");

    assertThat(here.loads).hasValue(1);
  }

  @Test
  void whatIsNotThereIsRememberedForItsTenantOnly() {
    truth.remove(ACME + "a");

    assertThat(here.read(ACME, "a")).isEmpty();
    assertThat(here.read(ACME, "a")).isEmpty();

    assertThat(here.loads).hasValue(1);
    assertThat(here.read(GLOBEX, "a")).contains("theirs");
  }

  @Test
  void aValueUnderAnotherTenantsNameIsNotGivenOut() {
    here.read(GLOBEX, "a");
    String theirs = new CacheKey(GLOBEX, TestProcess.NAME, 1, "a").text();
    String group = CacheKey.group(GLOBEX, TestProcess.NAME, 1).text();
    onRedis(connection -> {
      connection.sync().copy(theirs, new CacheKey(ACME, TestProcess.NAME, 1, "a").text());
      connection.sync().copy(group, CacheKey.group(ACME, TestProcess.NAME, 1).text());
    });

    assertThat(there.read(ACME, "a")).contains("old");

    assertThat(there.counts().mismatches()).isEqualTo(1);
    assertThat(there.read(ACME, "a")).contains("old");
    assertThat(there.counts().mismatches()).isEqualTo(1);
  }

  @Test
  void idsThatTryTheFormOfKeysAreReadPastTheCache() {
    for (String id : List.of("a}b", "{x}", "a b", "é", "a\u0000", "@", "x".repeat(200))) {
      truth.put(ACME + id, "odd");
      assertThat(here.read(ACME, id)).contains("odd");
    }

    assertThat(here.counts().bypassed()).isEqualTo(7);
    assertThat(here.counts().misses()).isZero();
  }

  @Test
  void aNewerFormOfTheValuesIsNotMistakenForTheOlder() {
    try (var newer = new TestProcess(redis, epochs, truth, 2)) {
      here.read(ACME, "a");

      assertThat(newer.read(ACME, "a")).contains("old");
      newer.write(ACME, "a", "new");

      assertThat(here.read(ACME, "a")).contains("new");
    }
  }

  @Test
  void aRushOnOneValueIsOneLoad() throws Exception {
    var release = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> rush = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        rush.add(
            threads.submit(() ->
                here.words
                    .getAll(
                        ACME,
                        Set.of("a"),
                        ids -> {
                          hold(release);
                          return here.load(ACME, ids);
                        })
                    .get("a")));
      }
      await(() -> here.server.roundTrips() >= 100);
      release.countDown();
      for (Future<String> one : rush) {
        assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo("old");
      }
    }

    assertThat(here.loads).hasValue(1);
  }

  @Test
  void withoutRedisARushIsAHandfulOfLoads() throws Exception {
    here.server.cut(true);
    here.read(ACME, "b");
    var release = new CountDownLatch(1);
    int before = here.loads.get();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> rush = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        rush.add(
            threads.submit(() ->
                here.words.getAll(
                    ACME,
                    Set.of("a"),
                    ids -> {
                      hold(release);
                      return here.load(ACME, ids);
                    })));
      }
      await(() -> here.counts().bypassed() >= 101);
      release.countDown();
      for (Future<?> one : rush) {
        one.get(10, TimeUnit.SECONDS);
      }
    }

    assertThat(here.loads.get() - before).isBetween(1, 3);
  }

  @Test
  void whatWasInUseIsReadAgainAfterAChangeBeforeSomebodyAsks() {
    here.read(ACME, "a");
    here.write(ACME, "a", "new");
    await(() -> here.loads.get() == 2 && here.counts().staleRefusals() == 0);
    await(() -> here.caches.statistics().of(TestProcess.NAME).refreshed() == 1);

    assertThat(here.counts().misses()).isEqualTo(1);
    assertThat(there.read(ACME, "a")).contains("new");
    assertThat(there.loads).hasValue(0);
  }

  @Test
  void dropsOfAWholeCacheReachEveryValueOfTheTenantAndNoOther() {
    here.read(ACME, "a");
    here.read(GLOBEX, "a");
    CacheChange change = there.caches.change(ACME, Set.of(CacheDrop.all(TestProcess.NAME)));
    truth.put(ACME + "a", "new");
    truth.put(GLOBEX + "a", "unseen");
    change.committed(List.of());

    assertThat(here.read(ACME, "a")).contains("new");
    assertThat(here.read(GLOBEX, "a")).contains("theirs");
  }

  @Test
  void anEventDropsWhatItsChangeDidNot() {
    here.read(ACME, "a");
    truth.put(ACME + "a", "new");
    Set<CacheDrop> drops = Set.of(CacheDrop.of(TestProcess.NAME, "a"));

    boolean first = there.caches.settle(ACME, drops, "event-1");
    boolean again = here.caches.settle(ACME, drops, "event-1");

    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(here.read(ACME, "a")).contains("new");
  }

  @Test
  void anEventOfAChangeThatWasSeenToDropsNothing() {
    here.write(ACME, "a", "new");
    here.read(ACME, "a");

    assertThat(
            there.caches.settle(ACME, Set.of(CacheDrop.of(TestProcess.NAME, "a")), "change-of-a"))
        .isFalse();
    assertThat(there.read(ACME, "a")).contains("new");
    assertThat(there.loads).hasValue(0);
  }

  @Test
  void namesInRedisBeginWithTheTenantAndValuesAreNotKeptForEver() {
    here.read(ACME, "a");

    onRedis(connection -> {
      for (String name : connection.sync().keys("*")) {
        assertThat(name).startsWith("{" + ACME + "}:kompl:cache:");
        assertThat(connection.sync().pttl(name)).isPositive();
      }
    });
  }

  @Test
  void whatWasUsedMostIsLoadedAfterAStart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("hot");
    here.caches.warmUp(file);
    here.read(ACME, "a");
    here.close();
    assertThat(file).content(StandardCharsets.UTF_8).isEqualTo("test.words " + ACME + " a\n");
    onRedis(connection -> connection.sync().flushall());

    there.caches.warmUp(file);

    await(() -> there.loads.get() == 1);
    await(() -> there.caches.statistics().localBytes() > 0);
    assertThat(there.read(ACME, "a")).contains("old");
    assertThat(there.loads).hasValue(1);
  }

  @Test
  void worksOnAClusterOfThreeNodes(@TempDir Path folder) {
    try (var cluster = TestRedisCluster.start(folder);
        var one = TestProcess.patient(cluster.url(), epochs, truth);
        var two = TestProcess.patient(cluster.url(), epochs, truth)) {
      List<TenantId> tenants =
          IntStream.range(0, 30).mapToObj(i -> new TenantId("%016x".formatted(i))).toList();
      Set<String> ids = Set.of("a", "b", "c");
      for (TenantId tenant : tenants) {
        ids.forEach(id -> truth.put(tenant + id, "old " + tenant));
        one.words.getAll(tenant, ids, some -> one.load(tenant, some));
      }
      for (TenantId tenant : tenants) {
        two.write(tenant, "a", "new " + tenant);
      }

      for (TenantId tenant : tenants) {
        var read = one.words.getAll(tenant, ids, some -> one.load(tenant, some));
        assertThat(read).containsEntry("a", "new " + tenant).containsEntry("b", "old " + tenant);
      }
      assertThat(one.counts().bypassed() + two.counts().bypassed()).isZero();
      assertThat(one.counts().hits()).isGreaterThanOrEqualTo(60);
    }
  }

  private void onRedis(Consumer<StatefulRedisConnection<String, String>> use) {
    RedisClient client = RedisClient.create(redis);
    try (var connection = client.connect()) {
      use.accept(connection);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  private static void hold(CountDownLatch until) {
    try {
      assertThat(until.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
