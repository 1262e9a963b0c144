package ai.kompl.local.verify.durability;

import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.verify.durability.Finding.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The assembled product under load, while its own process and its servers are killed at random
 * moments. Clients go on through all of it; in the end everything they were told is compared with
 * what is there.
 */
public final class RandomKills {
  private static final int CLIENTS = 3;
  private static final long SHORTEST = 50_000_000;
  private static final long LONGEST = 900_000_000;

  /** What dies. */
  public enum Victim {
    APPLICATION,
    POSTGRES,
    REDIS
  }

  /** The assembled product, as somebody who may kill it sees it. */
  public interface Target {
    /** Kills one of its processes at once, and waits until all of it answers again. */
    void kill(Victim victim) throws IOException;

    /** Somebody of the first organization, at where the product answers now. */
    GraphQlClient client();

    /** The same with the right to have the audit trail verified. */
    GraphQlClient admin() throws IOException;

    /** The database. */
    OwnerView look();

    /** Follows all events from now on, through all kills. */
    AutoCloseable follow(Applied applied);
  }

  private final Target target;
  private final RandomGenerator random;
  private final Acknowledged told = new Acknowledged();
  private final Map<Victim, Integer> killed = new TreeMap<>();

  /** With randomness whose seed whoever starts this has printed. */
  public RandomKills(Target target, RandomGenerator random) {
    this.target = target;
    this.random = random;
  }

  /** Kills so often, and counts what must not be. */
  public void run(int kills, Tally tally, Consumer<String> note) throws Exception {
    var stop = new AtomicBoolean();
    var applied = new Applied();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var _ = target.follow(applied)) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String name = "d-" + i;
        clients.add(threads.submit(() -> new ControlClient(target::client, told, stop).work(name)));
      }
      try {
        for (int kill = 1; kill <= kills; kill++) {
          strike(kill, note);
          tally.killedAtRandom();
        }
      } finally {
        stop.set(true);
      }
      for (Future<?> client : clients) {
        client.get();
      }
      tally.found(check(applied));
      tally.chain();
    }
    note.accept(
        "random kills %s, changes acknowledged %d, calls repeated %d"
            .formatted(killed, told.changes(), told.retries()));
  }

  private void strike(int kill, Consumer<String> note) throws IOException {
    LockSupport.parkNanos(random.nextLong(SHORTEST, LONGEST));
    Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
    long begun = System.nanoTime();
    target.kill(victim);
    killed.merge(victim, 1, Integer::sum);
    note.accept(
        "random kill %d: %s, back after %.1f s, changes so far %d"
            .formatted(kill, victim, (System.nanoTime() - begun) / 1e9, told.changes()));
  }

  private List<Finding> check(Applied applied) throws IOException {
    OwnerView look = target.look();
    String schema =
        "tenant_"
            + look.rows("select id from public.tenants_tenant where slug = 'acme'")
                .getFirst()
                .getFirst();
    var findings = new ArrayList<Finding>();
    if (!LedgerScenario.eventually(() -> undelivered(look, applied) == 0)) {
      findings.add(new Finding(Kind.UNDELIVERED, undelivered(look, applied) + " events"));
    }
    findings.addAll(told.check(look, schema));
    JsonNode verdict =
        target
            .admin()
            .data(
                "mutation { verifyAuditTrail { verification { whole records } userErrors { code } }"
                    + " }",
                Map.of())
            .path("verifyAuditTrail");
    if (!verdict.path("verification").path("whole").asBoolean()) {
      findings.add(new Finding(Kind.CHAIN, verdict.toString()));
    }
    return findings;
  }

  private static long undelivered(OwnerView look, Applied applied) {
    return look
        .rows("select tenant, sequence from private.outbox where type like 'regops.control.%'")
        .stream()
        .filter(row -> !applied.has(row.get(0), Long.parseLong(row.get(1))))
        .count();
  }
}
