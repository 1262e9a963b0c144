package ai.kompl.local.verify.isolation;

import ai.kompl.tenancy.caller.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** X16 to X20 and X23: what a connection could carry from one tenant to the next. */
final class PoolCases {
  private static final int THREADS = 200;
  private static final int TENANTS = 12;
  private static final String BACKENDS =
      "from pg_stat_activity where application_name = 'kompl-service' and datname = current_database()";

  private PoolCases() {}

  static List<Case> all() {
    return List.of(
        new Case("X16", "200 threads, cancels at any byte", PoolCases::threads),
        new Case("X17", "statements that run out of time", PoolCases::timeouts),
        new Case("X18", "a backend that stands still", PoolCases::stopped),
        new Case("X19", "cancel requests that hit whoever comes next", PoolCases::lateCancel),
        new Case("X20", "errors in the middle of a transaction", PoolCases::errors),
        new Case("X23", "the same statement in many schemas", PoolCases::schemas));
  }

  private static void threads(Scene scene, Verdict verdict) {
    small(scene, verdict, new MixedLoad.Size(1_000, 150, 10, THREADS, 16));
  }

  private static void small(Scene scene, Verdict verdict, MixedLoad.Size size) {
    var findings = new Findings();
    var tally = new LoadTally();
    new MixedLoad(scene, findings, tally, size).run();
    verdict.holds("the load", findings.all().isEmpty(), findings.all().toString());
    verdict.control("the load", tally.controls().get() > 0, tally.keep().toString());
    List<String> left = scene.arena().switchboard().probe().take();
    verdict.holds("the connections", left.isEmpty(), left.toString());
  }

  /** A row of the attacker is locked, so that its changes wait until they may no longer. */
  private static void timeouts(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    scene.owner().change("begin");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      scene
          .owner()
          .change("lock table " + side.tenant().schema() + ".regops_control in exclusive mode");
      for (int i = 0; i < 3; i++) {
        var _ = threads.submit(() -> verdict.sees(side, "a change that waits", change(side)));
      }
      for (int i = 0; i < 40; i++) {
        verdict.own(scene.victim(), "meanwhile " + i, title(scene.victim()));
      }
    } finally {
      scene.owner().change("rollback");
    }
    small(scene, verdict, new MixedLoad.Size(200, 10, 0, 16, 17));
  }

  private static String change(Side side) {
    var input = Map.of("id", side.first("Control"), "objective", side.canary() + " changed");
    return side.client()
        .send(
            "mutation U($i: UpdateControlInput!) { updateControl(input: $i) { control { title } userErrors { code } } }",
            Map.of("i", input))
        .toString();
  }

  private static String title(Side side) {
    return side.client().send(Scene.CONTROL, Map.of("id", side.first("Control"))).toString();
  }

  private static void stopped(Scene scene, Verdict verdict) throws IOException {
    title(scene.attacker());
    List<String> backends = scene.owner().texts("select pid " + BACKENDS + " limit 1");
    verdict.control("a backend", !backends.isEmpty(), "there is none");
    signal("STOP", backends.getFirst());
    Thread going =
        Thread.startVirtualThread(() -> {
          LockSupport.parkNanos(1_500_000_000L);
          scene.owner().change("select 1");
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 30; i++) {
        Side side = i % 2 == 0 ? scene.attacker() : scene.victim();
        var _ = threads.submit(() -> verdict.sees(side, "meanwhile", title(side)));
      }
      going.join();
      signal("CONT", backends.getFirst());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in the middle of a case", e);
    } finally {
      signal("CONT", backends.getFirst());
    }
    small(scene, verdict, new MixedLoad.Size(200, 10, 0, 16, 18));
  }

  private static void signal(String name, String pid) throws IOException {
    try {
      new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in the middle of a case", e);
    }
  }

  private static void lateCancel(Scene scene, Verdict verdict) {
    var over = new AtomicBoolean();
    Thread cancelling =
        Thread.startVirtualThread(() -> {
          while (!over.get()) {
            scene
                .owner()
                .texts("select pg_cancel_backend(pid) " + BACKENDS + " order by random() limit 1");
            LockSupport.parkNanos(2_000_000);
          }
        });
    var findings = new Findings();
    var tally = new LoadTally();
    new MixedLoad(scene, findings, tally, new MixedLoad.Size(600, 20, 0, 24, 19)).run();
    over.set(true);
    verdict.control("the load", tally.controls().get() > 0, tally.keep().toString());
    verdict.holds(
        "the load",
        findings.all().stream().noneMatch(one -> one.kind() == Finding.Kind.LEAK),
        findings.all().toString());
    try {
      cancelling.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void errors(Scene scene, Verdict verdict) {
    for (int i = 0; i < 30; i++) {
      Side side = i % 2 == 0 ? scene.attacker() : scene.victim();
      Side next = i % 2 == 0 ? scene.victim() : scene.attacker();
      var input = Map.of("ref", "C-" + side.canary() + "-0", "title", side.canary());
      String refused =
          side.client()
              .send(
                  "mutation C($i: CreateControlInput!) { createControl(input: $i) { control { id } userErrors { code message } } }",
                  Map.of("i", input))
              .toString();
      verdict.sees(side, "a reference that is taken", refused);
      verdict.holds("a reference that is taken", refused.contains("CONFLICT"), refused);
      verdict.own(next, "after it", title(next));
    }
    List<String> left = scene.arena().switchboard().probe().take();
    verdict.holds("the connections", left.isEmpty(), left.toString());
  }

  /** Tenants without people, asked past the gateway: what matters is below it. */
  private static void schemas(Scene scene, Verdict verdict) {
    Map<Caller, String> canaries = new LinkedHashMap<>();
    for (int i = 0; i < TENANTS; i++) {
      String slug = "schema-" + i;
      scene.arena().provisions(slug, slug);
      var tenant = scene.arena().data().registry().findBySlug(slug).orElseThrow().id();
      Caller like = scene.attacker().caller();
      var caller =
          new Caller(
              tenant,
              like.subject(),
              like.kind(),
              like.roles(),
              like.scopes(),
              Map.of(),
              slug,
              slug,
              like.expiresAt());
      String canary = "schema-canary-" + i + "-end";
      String made =
          scene
              .arena()
              .ask(
                  caller,
                  "regops",
                  "mutation C($i: CreateControlInput!) { createControl(input: $i) { control { title } userErrors { code } } }",
                  Map.of("i", Map.of("ref", "one", "title", canary)));
      verdict.control("making", made.contains(canary), made);
      canaries.put(caller, canary);
    }
    var random = new SplittableRandom(23);
    var callers = new ArrayList<>(canaries.keySet());
    for (int i = 0; i < 300; i++) {
      Caller caller = callers.get(random.nextInt(callers.size()));
      String answer =
          scene
              .arena()
              .ask(
                  caller,
                  "regops",
                  "{ controls(first: 5) { edges { node { title } } } }",
                  Map.of());
      String own = String.valueOf(canaries.get(caller));
      verdict.control("reading", answer.contains(own), answer);
      verdict.holds("reading", !answer.replace(own, "").contains("schema-canary-"), answer);
    }
  }
}
