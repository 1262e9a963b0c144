package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.RequestScope;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.DelayQueue;
import java.util.stream.Collectors;

/**
 * Brings the tenants that are behind up to date, in the background and a few at a time, while the
 * others are served. Who asks for a tenant whose turn has not come has it moved to the front, and
 * waits for it a little while.
 *
 * <p>All tenants are compared once, after this process has made its scripts known: every tenant
 * made from then on has all their tables. Who is not behind is not looked at again.
 */
final class TenantUpgrades implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TenantUpgrades.class.getName());
  private static final Duration CLOSING = Duration.ofSeconds(10);
  private static final int MANY_ATTEMPTS = 10;

  private final TenantMigrations migrations;
  private final UpgradeSettings settings;
  private final InstantSource clock;
  private final Map<TenantTables, TenantUpgrade> behind = new ConcurrentHashMap<>();
  private final Set<String> upgraded = new ConcurrentSkipListSet<>();
  private final DelayQueue<UpgradeTurn> turns = new DelayQueue<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile Map<String, List<TenantScript>> scripts = Map.of();
  private volatile boolean closed;

  TenantUpgrades(TenantMigrations migrations, UpgradeSettings settings, InstantSource clock) {
    this.migrations = migrations;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Makes the scripts of this process' subgraphs known, compares all tenants and starts to upgrade.
   *
   * @throws IllegalStateException when a released script was changed
   */
  void start(List<SubgraphMigrations> subgraphs) {
    scripts =
        migrations.register(subgraphs).stream()
            .collect(
                Collectors.groupingBy(
                    TenantScript::subgraph, TreeMap::new, Collectors.toUnmodifiableList()));
    compare(false);
    for (int n = 1; n <= settings.parallel(); n++) {
      threads.add(Thread.ofVirtual().name("tenant-upgrades-" + n).start(this::loop));
    }
  }

  /** The way to the tables of all subgraphs of this process. */
  TenantGate gate() {
    return gate(scripts.keySet());
  }

  /** The way to the tables of these subgraphs of this process. */
  TenantGate gate(Collection<String> subgraphs) {
    List<String> guarded = subgraphs.stream().filter(scripts::containsKey).toList();
    return tenant -> {
      if (!behind.isEmpty()) {
        guarded.forEach(subgraph -> pass(new TenantTables(tenant, subgraph)));
      }
    };
  }

  private void pass(TenantTables tables) {
    TenantUpgrade upgrade = behind.get(tables);
    if (upgrade == null) {
      return;
    }
    if (upgrade.hurry()) {
      turns.add(UpgradeTurn.urgent(tables));
    }
    boolean ended = upgrade.await(patience());
    if (upgrade.quarantine().isPresent()) {
      throw new ProblemException(Problem.TENANT_UPGRADE_FAILED);
    }
    if (!ended) {
      throw new ProblemException(Problem.TENANT_UPGRADING);
    }
  }

  private Duration patience() {
    return RequestScope.current()
        .map(scope -> scope.remaining(clock))
        .filter(left -> left.compareTo(settings.patience()) < 0)
        .orElse(settings.patience());
  }

  /** The tenants that a subgraph cannot work for now. */
  List<TenantId> behind(String subgraph) {
    return behind.keySet().stream()
        .filter(tables -> tables.subgraph().equals(subgraph))
        .map(TenantTables::tenant)
        .toList();
  }

  /** How far it is now. */
  UpgradeReport report() {
    return new UpgradeReport(
        upgraded.stream().map(TenantId::new).toList(),
        behind.entrySet().stream()
            .filter(entry -> entry.getValue().quarantine().isEmpty())
            .map(entry -> entry.getKey().tenant())
            .distinct()
            .sorted(Comparator.comparing(TenantId::value))
            .toList(),
        behind.values().stream()
            .flatMap(upgrade -> upgrade.quarantine().stream())
            .sorted(
                Comparator.comparing((QuarantinedTenant one) -> one.tenant().value())
                    .thenComparing(QuarantinedTenant::subgraph))
            .toList());
  }

  /**
   * Tries again what is quarantined, and waits until nothing is left to try.
   *
   * @param most the longest wait
   */
  UpgradeReport retry(Duration most) {
    compare(true);
    long end = System.nanoTime() + most.toNanos();
    for (TenantUpgrade upgrade : List.copyOf(behind.values())) {
      upgrade.await(Duration.ofNanos(end - System.nanoTime()));
    }
    return report();
  }

  private void compare(boolean again) {
    for (TenantMigrations.Stale stale : migrations.stale(wanted())) {
      TenantTables tables = stale.tables();
      boolean tried = stale.tried() >= wanted(tables.subgraph());
      if (tried && !again) {
        stale.quarantine().ifPresent(why -> behind.put(tables, TenantUpgrade.quarantined(why)));
      } else {
        enqueue(tables);
      }
    }
    log();
  }

  private void enqueue(TenantTables tables) {
    TenantUpgrade present = behind.get(tables);
    if (present == null || present.quarantine().isPresent()) {
      behind.put(tables, new TenantUpgrade());
      turns.add(UpgradeTurn.next(tables));
    }
  }

  private void log() {
    UpgradeReport report = report();
    if (!report.waiting().isEmpty()) {
      LOG.log(System.Logger.Level.INFO, "tenants-behind " + report.waiting().size());
    }
    for (QuarantinedTenant one : report.quarantined()) {
      LOG.log(System.Logger.Level.ERROR, "tenant-quarantined " + place(one));
    }
  }

  private Map<String, Integer> wanted() {
    Map<String, Integer> versions = new TreeMap<>();
    scripts.keySet().forEach(subgraph -> versions.put(subgraph, wanted(subgraph)));
    return versions;
  }

  private int wanted(String subgraph) {
    return scripts(subgraph).getLast().version();
  }

  private List<TenantScript> scripts(String subgraph) {
    return scripts.getOrDefault(subgraph, List.of());
  }

  private void loop() {
    try {
      while (!closed) {
        turns.take().tables().ifPresent(this::turn);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(TenantTables tables) {
    TenantUpgrade upgrade = behind.get(tables);
    if (upgrade == null || !upgrade.begin()) {
      return;
    }
    try {
      if (migrations.upgrade(tables, scripts(tables.subgraph()))) {
        succeed(tables, upgrade);
      } else {
        postpone(tables, upgrade, "another process is about it");
      }
    } catch (TenantScriptException e) {
      failed(tables, upgrade, e);
    } catch (ProblemException e) {
      postpone(tables, upgrade, e.problem().code());
    }
  }

  private void succeed(TenantTables tables, TenantUpgrade upgrade) {
    upgraded.add(tables.tenant().value());
    behind.remove(tables, upgrade);
    upgrade.succeed();
    if (behind.isEmpty()) {
      LOG.log(System.Logger.Level.INFO, "tenants-upgraded " + upgraded.size());
    }
  }

  private void failed(TenantTables tables, TenantUpgrade upgrade, TenantScriptException failure) {
    var why =
        new QuarantinedTenant(
            tables.tenant(), tables.subgraph(), failure.script(), failure.reason());
    if (failure.passes() || !recorded(tables, failure)) {
      postpone(tables, upgrade, failure.state());
    } else {
      // The reason may quote a row, so that it is kept where only the owner reads.
      LOG.log(
          System.Logger.Level.ERROR, "tenant-quarantined " + place(why) + " " + failure.state());
      upgrade.fail(why);
    }
  }

  private boolean recorded(TenantTables tables, TenantScriptException failure) {
    try {
      migrations.quarantine(tables, wanted(tables.subgraph()), failure);
      return true;
    } catch (ProblemException e) {
      LOG.log(System.Logger.Level.WARNING, "tenant-quarantine-not-recorded " + tables, e);
      return false;
    }
  }

  private void postpone(TenantTables tables, TenantUpgrade upgrade, String why) {
    Duration delay = upgrade.postpone();
    turns.add(UpgradeTurn.in(delay, tables));
    if (upgrade.attempts() % MANY_ATTEMPTS == 0) {
      LOG.log(System.Logger.Level.WARNING, "tenant-upgrade-delayed " + tables + " " + why);
    }
  }

  private static String place(QuarantinedTenant one) {
    return one.tenant() + " " + one.subgraph() + " " + one.script();
  }

  /** Lets the upgrades at work end; what is cut off is as it was before. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(_ -> turns.add(UpgradeTurn.end()));
    try {
      for (Thread thread : threads) {
        if (!thread.join(CLOSING)) {
          thread.interrupt();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
