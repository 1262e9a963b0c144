package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.embedded.PostgresServer;
import ai.kompl.embedded.PostgresSettings;
import ai.kompl.embedded.RedisServer;
import ai.kompl.embedded.RedisSettings;
import ai.kompl.embedded.VectorExtension;
import ai.kompl.local.demo.CatalogueImport;
import ai.kompl.local.demo.CatalogueSource;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.events.EventDraft;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL and Redis stop while the assembled product serves. */
class OutageTest {
  /** Each step of a plan waits up to three seconds for a connection, and a plan has few steps. */
  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final Duration RECOVERY = Duration.ofSeconds(30);
  private static final String DATABASE = "kompl";

  @TempDir static Path folder;
  private static PostgresServer postgres;
  private static RedisServer redis;
  private static RunningProduct own;
  private static RunningProduct guest;

  @BeforeAll
  static void start() throws IOException {
    own = RunningProduct.start(folder.resolve("own"), Map.of());
    postgres = postgres();
    redis = redis();
    guest = RunningProduct.start(folder.resolve("guest"), addresses());
  }

  @AfterAll
  static void stop() {
    own.close();
    guest.close();
    redis.close();
    postgres.close();
  }

  /** What the first query answered, and how long that took. */
  private record Asked(JsonNode answer, Duration took) {
    boolean right() {
      return !answer.has("errors");
    }

    List<String> codes() {
      return answer.path("errors").findValuesAsText("code");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  void ourOwnPostgresIsStartedAgainAndTheSameQueryAnswersAgain(String signal) throws Exception {
    JsonNode before = ask(own).answer();
    long first = pid("postgres/data/postmaster.pid");
    var during = new ArrayList<Asked>();

    signal(signal, first);
    boolean recovered =
        Waiting.until(
            RECOVERY,
            () -> {
              during.add(ask(own));
              return during.getLast().right() && pid("postgres/data/postmaster.pid") != first;
            });

    assertThat(recovered).as(during.toString()).isTrue();
    assertThat(during.getLast().answer()).isEqualTo(before);
    assertThat(during).allSatisfy(OutageTest::isRightOrPlainlyRefused);
  }

  @Test
  void aForeignPostgresThatStopsIsToldAsUnavailableAndUsedAgainOnceItIsBack() {
    JsonNode before = ask(guest).answer();

    postgres.close();
    Asked during = ask(guest);
    int ready = guest.readiness();
    postgres = postgres();
    boolean recovered = Waiting.until(RECOVERY, () -> ask(guest).right());

    assertThat(during.codes()).isNotEmpty().containsOnly("UNAVAILABLE");
    assertThat(during).satisfies(OutageTest::isRightOrPlainlyRefused);
    assertThat(ready).isEqualTo(503);
    assertThat(recovered).isTrue();
    assertThat(ask(guest).answer()).isEqualTo(before);
    assertThat(guest.readiness()).isEqualTo(200);
  }

  @Test
  void queriesDoNotNeedRedisAndALiveOperationGoesOnWhenItIsBack() throws Exception {
    String job = importedJob(guest);
    var first = new CountDownLatch(1);
    var second = new CountDownLatch(2);
    Thread follower = Thread.ofVirtual().start(() -> follow(job, first, second));
    assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();

    redis.close();
    Asked during = ask(guest);
    int ready = guest.readiness();
    announce(job);
    redis = redis();

    assertThat(during.right()).as(during.toString()).isTrue();
    assertThat(ready).isEqualTo(503);
    assertThat(second.await(30, TimeUnit.SECONDS)).as("the event reached the client").isTrue();
    assertThat(follower.join(Duration.ofSeconds(10))).isTrue();
    assertThat(Waiting.until(RECOVERY, () -> guest.readiness() == 200)).isTrue();
  }

  @Test
  void ourOwnRedisIsStartedAgainAndLiveOperationsWork() throws Exception {
    long first = pid("redis/redis.pid");

    signal("KILL", first);
    boolean back =
        Waiting.until(RECOVERY, () -> pid("redis/redis.pid") != first && own.readiness() == 200);
    var outcome = new CatalogueImport(own.client(), _ -> {}).run(CatalogueSource.shipped());

    assertThat(back).isTrue();
    assertThat(outcome.state()).isEqualTo("SUCCEEDED");
  }

  private static void isRightOrPlainlyRefused(Asked asked) {
    assertThat(asked.took()).isLessThan(BOUND);
    if (!asked.right()) {
      assertThat(asked.codes()).containsOnly("UNAVAILABLE");
      assertThat(asked.answer().toString()).contains("not available").contains("Retry");
      assertThat(asked.answer().toString())
          .doesNotContain("Exception", "java.", "ai.kompl.", "127.0.0.1", "SQL");
    }
  }

  private static Asked ask(RunningProduct product) {
    long start = System.nanoTime();
    JsonNode answer = product.client().send(FirstQuery.TEXT, Map.of());
    return new Asked(answer, Duration.ofNanos(System.nanoTime() - start));
  }

  private static String importedJob(RunningProduct product) {
    new CatalogueImport(product.client(), _ -> {}).run(CatalogueSource.shipped());
    return product
        .client()
        .data("{ importJobs(first: 1) { edges { node { id } } } }", Map.of())
        .findValue("id")
        .asText();
  }

  private static void follow(String job, CountDownLatch first, CountDownLatch second) {
    guest
        .client()
        .follow(
            "subscription P($id: ID!) { importProgress(jobId: $id) { state } }",
            Map.of("id", job),
            answer -> {
              first.countDown();
              second.countDown();
              return second.getCount() == 0 || answer.has("errors");
            });
  }

  /** Says of the import what its worker would say: the fact waits in the outbox for Redis. */
  private static void announce(String job) {
    var data = guest.host().data();
    var acme = data.registry().findBySlug("acme").orElseThrow();
    data.tenantDatabase()
        .write(
            Caller.worker(acme.id(), "test.announce", "outage-test"),
            tx -> {
              tx.publish(EventDraft.of("regops.import-job.progressed", "ImportJob", job));
              return job;
            });
  }

  private static PostgresServer postgres() {
    PostgresServer server =
        PostgresServer.start(
            PostgresSettings.in(folder.resolve("foreign-postgres"))
                .withVector(VectorExtension.Choice.OFF));
    server.createDatabaseIfMissing(DATABASE);
    return server;
  }

  private static RedisServer redis() {
    return RedisServer.start(RedisSettings.in(folder.resolve("foreign-redis")));
  }

  private static Map<String, String> addresses() {
    return Map.of(
        PlatformKeys.DATABASE_URL.name(), postgres.url(DATABASE),
        PlatformKeys.DATABASE_OWNER.name(), postgres.user(),
        PlatformKeys.DATABASE_OWNER_PASSWORD.name(), postgres.password(),
        PlatformKeys.REDIS_URL.name(), redis.url());
  }

  /** The process that our own product says runs; 0 while there is none. */
  private static long pid(String file) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("own/data").resolve(file));
      return lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
    } catch (IOException e) {
      return 0;
    }
  }

  private static void signal(String name, long pid) throws Exception {
    int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    assertThat(code).isZero();
  }
}
