package ai.kompl.local.verify.durability;

import ai.kompl.embedded.PostgresServer;
import ai.kompl.local.verify.durability.Failpoint.Moment;
import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.local.verify.durability.Scenarios.Order;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.CommitEdges;
import ai.kompl.tenancy.data.TenantDraft;
import ai.kompl.tenancy.events.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Three faults that lose what was acknowledged, planted one by one; each must be found by the same
 * checker that finds nothing without it.
 */
public final class PlantedLosses {
  private static final List<String> OWN = List.of("durable");
  private static final int OPERATIONS = 60;

  private final Workplace.Source source;
  private final Map<String, Boolean> caught = new LinkedHashMap<>();

  /** In a lane of its own, which they leave changed. */
  public PlantedLosses(Workplace.Source source) {
    this.source = source;
  }

  /**
   * Plants them.
   *
   * @return for each whether it was found, and nothing without it
   */
  public Map<String, Boolean> run() throws Exception {
    acknowledgeEarly();
    cursorRelay();
    lostPageCache();
    return Map.copyOf(caught);
  }

  private Stage stage(Workplace place, String name) throws IOException {
    TenantId tenant =
        place.data().registry().provision(new TenantDraft(name, name), Stage.operator()).id();
    Path folder = Files.createDirectories(source.folder().resolve(name));
    Ledger.lay(place.data().tenantDatabase("durable"), Stage.safe(tenant, folder).caller());
    return Stage.safe(tenant, folder);
  }

  private List<Finding> check(Stage stage, OwnerView look, Applied applied) {
    Found found = new LedgerScenario(applied).found(look, stage);
    return Checker.check(stage.journal().read(), found, LedgerScenario.ALL);
  }

  private static boolean has(List<Finding> findings, Kind kind) {
    return findings.stream().anyMatch(finding -> finding.kind() == kind);
  }

  /** A process that tells its clients before the commit and dies before it. */
  private void acknowledgeEarly() throws Exception {
    try (Workplace place = source.open(CommitEdges.NONE, OWN)) {
      boolean early = has(killed(place, EarlyScenario.NAME), Kind.LOST);
      boolean late = has(killed(place, "ledger"), Kind.LOST);
      caught.put("acknowledge-before-commit", early && !late);
    }
  }

  private List<Finding> killed(Workplace place, String scenario) throws Exception {
    Stage stage = stage(place, "planted-" + scenario);
    var failpoint = new Failpoint("TenantDatabase.write", Moment.BEFORE);
    var order = new Order(scenario, failpoint, 9, stage.tenant(), stage.folder(), "run");
    int ended =
        source
            .process(order.words())
            .redirectErrorStream(true)
            .redirectOutput(stage.folder().resolve("log").toFile())
            .start()
            .waitFor();
    if (ended != Fuse.BURNT) {
      throw new IllegalStateException(
          "the process ended with "
              + ended
              + ": "
              + Files.readString(stage.folder().resolve("log")));
    }
    return check(stage, source.look(), new Applied());
  }

  /** A relay that remembers the last number, while two transactions commit in turned order. */
  private void cursorRelay() throws Exception {
    var reached = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (Workplace place = source.open(CommitEdges.NONE, OWN);
        Workplace slow = source.open(held(reached, release), OWN);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Stage first = stage(place, "planted-slow");
      Stage second = stage(place, "planted-quick");
      slow.data();
      var cursor = new Cursor(source.look());
      Future<?> writing =
          threads.submit(() ->
              new Ledger(slow.data().tenantDatabase("durable"), first.caller(), first.journal())
                  .operate("slow", 0));
      reached.await();
      new Ledger(place.data().tenantDatabase("durable"), second.caller(), second.journal())
          .operate("quick", 0);
      cursor.turn();
      release.countDown();
      writing.get();
      cursor.turn();
      boolean planted = has(check(first, source.look(), cursor.applied), Kind.UNDELIVERED);
      boolean other = has(check(second, source.look(), cursor.applied), Kind.UNDELIVERED);
      caught.put("last-id-cursor", planted && !other);
    }
  }

  /** Holds the first commit of the ledger until it is released. */
  private static CommitEdges held(CountDownLatch reached, CountDownLatch release) {
    var failpoint = new Failpoint("TenantDatabase.write", Moment.BEFORE);
    return new Fuse(
        failpoint,
        1,
        () -> {
          reached.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static final class Cursor {
    private final Applied applied = new Applied();
    private final OwnerView look;
    private long last;

    Cursor(OwnerView look) {
      this.look = look;
    }

    void turn() {
      for (List<String> row :
          look.rows(
              "select sequence, tenant, type, entity_type, entity_id, payload from private.outbox"
                  + " where sequence > "
                  + last
                  + " order by sequence")) {
        last = Long.parseLong(row.getFirst());
        applied.take(
            new Event(
                last,
                new TenantId(row.get(1)),
                row.get(2),
                row.get(3),
                row.get(4),
                row.get(5),
                Instant.EPOCH));
      }
    }
  }

  /**
   * The power fails, with commits that wait for the log to be flushed and with such that do not.
   */
  private void lostPageCache() throws Exception {
    try (Workplace place = source.open(CommitEdges.NONE, OWN)) {
      boolean sound = has(struck(stage(place, "power-sound"), place), Kind.LOST);
      // Made while commits still wait: its tables are to be there when its changes are lost.
      Stage doomed = stage(place, "power-planted");
      source.look().change("alter system set synchronous_commit = off");
      source.look().change("alter system set wal_writer_delay = '10s'");
      source.look().change("alter system set wal_writer_flush_after = '64MB'");
      source.look().change("select pg_reload_conf()");
      boolean planted = has(struck(doomed, place), Kind.LOST);
      caught.put("synchronous-commit-off", planted && !sound);
    }
  }

  private List<Finding> struck(Stage stage, Workplace place) throws IOException {
    var ledger =
        new Ledger(place.data().tenantDatabase("durable"), stage.caller(), stage.journal());
    for (int n = 0; n < OPERATIONS; n++) {
      ledger.operate("power", n);
    }
    var loss = new PowerLoss(source.look(), source.folder().resolve("postgres"));
    try (PostgresServer left = loss.strike(stage.folder().resolve("postgres"))) {
      OwnerView look = new OwnerView(left.url("kompl"), left.user(), left.password());
      return check(stage, look, new Applied());
    }
  }
}
