package ai.kompl.local.verify.isolation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** X21 to X31: what one request could leave behind for the next. */
final class StateCases {
  private static final String DEEP =
      "{ controls(first: 4) { edges { node { title owner { displayName } requirements(first: 4) { edges { node { title frameworkVersion { label } } } } } } } }";
  private static final String WHO = "{ tenant { name } me { displayName } }";
  private static final int ROUNDS = 60;

  private StateCases() {}

  static List<Case> all() {
    return List.of(
        new Case("X21", "the same statement in two schemas", StateCases::statements),
        new Case("X22", "a table that changes under the other's statements", StateCases::types),
        new Case("X24", "two tenants on the same carriers", StateCases::interleaved),
        new Case("X25", "a request that fails half-way", StateCases::failing),
        new Case("X26", "batches of both at once", StateCases::batches),
        new Case("X27", "requests from a shared pool", StateCases::pool),
        new Case("X28", "the same operation from both", StateCases::same),
        new Case("X29", "answers that can be compared by their tags", StateCases::tags),
        new Case("X30", "both at once, before anything is cached", StateCases::stampede),
        new Case("X31", "not found for the one, then asked by the other", StateCases::negative));
  }

  private static void statements(Scene scene, Verdict verdict) {
    for (int i = 0; i < ROUNDS; i++) {
      Side side = turn(scene, i);
      verdict.own(side, "round " + i, send(side, DEEP));
    }
  }

  private static Side turn(Scene scene, int round) {
    return round % 2 == 0 ? scene.attacker() : scene.victim();
  }

  private static String send(Side side, String text) {
    return side.client().send(text, Map.of()).toString();
  }

  private static void types(Scene scene, Verdict verdict) {
    String table = scene.attacker().tenant().schema() + ".regops_control";
    scene.owner().change("alter table " + table + " add column proof_pad text");
    statements(scene, verdict);
    scene.owner().change("alter table " + table + " drop column proof_pad");
    statements(scene, verdict);
  }

  private static void interleaved(Scene scene, Verdict verdict) {
    all(
        IntStream.range(0, ROUNDS)
            .<Runnable>mapToObj(i ->
                () -> {
                  Side side = turn(scene, i);
                  LockSupport.parkNanos(1);
                  String answer =
                      scene
                          .arena()
                          .ask(side.caller(), "identity", "{ me { displayName } }", Map.of());
                  LockSupport.parkNanos(1);
                  verdict.own(side, "request " + i, answer);
                })
            .toList());
  }

  private static void failing(Scene scene, Verdict verdict) {
    for (int i = 0; i < ROUNDS; i++) {
      Side fails = turn(scene, i);
      Side next = turn(scene, i + 1);
      verdict.sees(
          fails,
          "a refused request",
          scene
              .arena()
              .ask(
                  fails.caller(),
                  "regops",
                  "{ controls(first: 999) { edges { node { title } } } }",
                  Map.of()));
      verdict.own(
          next,
          "after it",
          scene
              .arena()
              .ask(
                  next.caller(),
                  "regops",
                  "{ controls(first: 1) { edges { node { title } } } }",
                  Map.of()));
    }
  }

  private static void batches(Scene scene, Verdict verdict) {
    all(
        IntStream.range(0, ROUNDS)
            .<Runnable>mapToObj(
                i -> () -> verdict.own(turn(scene, i), "request " + i, send(turn(scene, i), DEEP)))
            .toList());
  }

  private static void all(List<Runnable> tasks) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      tasks.forEach(task -> running.add(threads.submit(task)));
      for (Future<?> one : running) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in the middle of a case", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request of the case failed", e);
    }
  }

  private static void pool(Scene scene, Verdict verdict) {
    var running =
        IntStream.range(0, ROUNDS)
            .mapToObj(i ->
                CompletableFuture.runAsync(() -> {
                  Side side = turn(scene, i);
                  verdict.own(
                      side,
                      "request " + i,
                      scene
                          .arena()
                          .ask(
                              side.caller(),
                              "regops",
                              "{ controls(first: 2) { edges { node { title } } } }",
                              Map.of()));
                }))
            .toList();
    running.forEach(CompletableFuture::join);
  }

  private static void same(Scene scene, Verdict verdict) {
    for (int i = 0; i < ROUNDS; i++) {
      Side side = turn(scene, i);
      var answer = scene.post(side, Map.of(), "{\"query\":\"" + WHO + "\",\"variables\":{}}");
      verdict.own(side, "request " + i, answer.text());
      String caching = answer.headers().getOrDefault("cache-control", "");
      verdict.holds("request " + i, !caching.contains("public"), caching);
    }
  }

  private static void tags(Scene scene, Verdict verdict) {
    Side side = scene.victim();
    var first = scene.post(side, Map.of(), "{\"query\":\"" + WHO + "\"}");
    verdict.own(side, "first", first.text());
    String tag = first.headers().getOrDefault("etag", "\"none\"");
    var other =
        scene.post(scene.attacker(), Map.of("If-None-Match", tag), "{\"query\":\"" + WHO + "\"}");
    verdict.own(scene.attacker(), "with the other's tag", other.text());
    verdict.holds("with the other's tag", other.status() == 200, "status " + other.status());
  }

  private static void stampede(Scene scene, Verdict verdict) {
    for (int round = 0; round < 5; round++) {
      String fresh =
          "query Round"
              + round
              + " { tenant { name } controls(first: 3) { edges { node { title } } } }";
      all(
          IntStream.range(0, 20)
              .<Runnable>mapToObj(i ->
                  () -> verdict.own(turn(scene, i), "request " + i, send(turn(scene, i), fresh)))
              .toList());
    }
  }

  private static void negative(Scene scene, Verdict verdict) throws IOException {
    for (String id : scene.victim().harvest().ids("Control")) {
      verdict.refuses(
          scene.attacker(), id, scene.attacker().client().send(Scene.CONTROL, Map.of("id", id)));
      var found = scene.victim().client().send(Scene.CONTROL, Map.of("id", id)).toString();
      verdict.sees(scene.victim(), id, found);
      if (!found.contains("NOT_FOUND")) {
        verdict.own(scene.victim(), id, found);
      }
    }
  }
}
