package ai.kompl.local.verify.cache;

import ai.kompl.embedded.PostgresServer;
import ai.kompl.embedded.PostgresSettings;
import ai.kompl.embedded.RedisServer;
import ai.kompl.embedded.RedisSettings;
import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import ai.kompl.local.verify.cache.TraceProcesses.Counts;
import ai.kompl.local.verify.cache.TraceProcesses.Place;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings.Login;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The proof that what is cached is never older than an acknowledged change. */
public final class CacheProof implements Proof {
  private static final int PROCESSES = 3;
  private static final long SEED = 20_261_123;
  private static final long COLD = 5_000;
  private static final long CALM = 25_000;
  private static final long TROUBLED = 40_000;
  private static final long PLANTED = 6_000;
  private static final double HIT_PERCENT = 95;
  private static final String DATABASE = "kompl";

  @Override
  public String name() {
    return "cache";
  }

  @Override
  public String summary() {
    return "%d processes read and change through the cache while Redis is emptied, killed, paused and cut off"
        .formatted(PROCESSES);
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    TraceGround.script(folder);
    try (var postgres = PostgresServer.start(PostgresSettings.in(folder.resolve("postgres")));
        var redis = RedisServer.start(RedisSettings.in(folder.resolve("redis")))) {
      postgres.createDatabaseIfMissing(DATABASE);
      var place =
          new Place(
              postgres.url(DATABASE), postgres.user(), postgres.password(), redis.url(), folder);
      List<TenantId> tenants = tenants(place);
      note.accept(tenants.size() + " tenants with " + TraceGround.WORDS + " words each are there");
      try (var processes = TraceProcesses.start(PROCESSES, place, tenants)) {
        figures.note("seed", SEED);
        calm(processes, figures, note);
        troubled(processes, new RedisTrouble(redis), figures, note);
        planted(processes, new RedisTrouble(redis), figures, note);
      }
    }
  }

  private static List<TenantId> tenants(Place place) {
    var owner = new Login(place.owner(), place.ownerPassword());
    try (DataPlatform data = TraceGround.open(place.database(), owner, place.folder())) {
      return TraceGround.fill(data);
    }
  }

  private static void calm(TraceProcesses processes, Figures figures, Consumer<String> note) {
    // The first reading of each word is no sign of how the cache serves those that are used.
    figures.exactly("stale_while_cold", processes.trace(COLD, SEED - 1, () -> {}).stale(), 0);
    Counts before = processes.counts();
    History history = processes.trace(CALM, SEED, () -> {});
    Counts counts = processes.counts().minus(before);
    note.accept("calm: " + history.reads() + " reads, " + history.writes() + " changes");
    figures.note("reads", history.reads());
    figures.note("changes", history.writes());
    figures.atLeast("hit_percent", counts.percent(), HIT_PERCENT);
    figures.exactly("stale", history.stale(), 0);
    figures.exactly("mismatches", counts.mismatches(), 0);
  }

  private static void troubled(
      TraceProcesses processes, RedisTrouble redis, Figures figures, Consumer<String> note) {
    Counts before = processes.counts();
    History history = processes.trace(TROUBLED, SEED + 1, () -> trouble(redis, note));
    Counts counts = processes.counts().minus(before);
    note.accept("troubled: " + history.reads() + " reads, " + history.writes() + " changes");
    figures.note("reads_in_trouble", history.reads());
    figures.note("changes_in_trouble", history.writes());
    figures.note("hit_percent_in_trouble", Figures.number(counts.percent()));
    figures.note("longest_change_ms", history.longestWriteMillis());
    figures.exactly("stale_in_trouble", history.stale(), 0);
    processes.all("usable");
    figures.holds("usable_after_trouble", true);
  }

  /** Half of it is spent with Redis away. */
  private static void trouble(RedisTrouble redis, Consumer<String> note) {
    for (int i = 0; i < 5; i++) {
      RedisTrouble.pass(Duration.ofMillis(700));
      redis.empty();
    }
    note.accept("emptied five times");
    RedisTrouble.pass(Duration.ofSeconds(1));
    redis.kill();
    note.accept("killed");
    RedisTrouble.pass(Duration.ofSeconds(10));
    redis.pauseFor(Duration.ofSeconds(3));
    note.accept("paused for three seconds");
    RedisTrouble.pass(Duration.ofSeconds(9));
  }

  private static void planted(
      TraceProcesses processes, RedisTrouble redis, Figures figures, Consumer<String> note) {
    note.accept("planted faults");
    cutOff(processes, figures);
    figures.holds("planted_lost_drops_found", stale(processes, redis, Fault.DROPS_LOST) > 0);
    figures.holds(
        "planted_ignored_leases_found", stale(processes, redis, Fault.LEASES_IGNORED) > 0);
    Counts before = processes.counts();
    History history = planted(processes, redis, Fault.TENANT_FORGOTTEN);
    long mismatches = processes.counts().minus(before).mismatches();
    figures.holds("planted_forgotten_tenant_found", mismatches > 0);
    // Under shared names a tenant's drops lift another's fences: what is old is found as well.
    figures.note("stale_with_forgotten_tenant", history.stale());
  }

  /** One process alone does not reach Redis: no fault of the cache, it must stay right. */
  private static void cutOff(TraceProcesses processes, Figures figures) {
    processes.plant(0, Fault.CUT);
    History history =
        processes.trace(PLANTED, SEED + 2, () -> RedisTrouble.pass(Duration.ofMillis(100)));
    processes.plant(0, Fault.NONE);
    processes.all("usable");
    figures.exactly("stale_with_one_cut_off", history.stale(), 0);
  }

  private static long stale(TraceProcesses processes, RedisTrouble redis, Fault fault) {
    return planted(processes, redis, fault).stale();
  }

  private static History planted(TraceProcesses processes, RedisTrouble redis, Fault fault) {
    for (int i = 0; i < processes.size(); i++) {
      processes.plant(i, fault);
    }
    History history = processes.trace(PLANTED, SEED + 3 + fault.name().length(), () -> {});
    for (int i = 0; i < processes.size(); i++) {
      processes.plant(i, Fault.NONE);
    }
    redis.empty();
    return history;
  }
}
