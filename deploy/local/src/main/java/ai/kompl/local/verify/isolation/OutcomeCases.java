package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.GraphQlClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * X34, X55 and X58 to X62: what can be concluded about the other, or done to it, without its data.
 */
final class OutcomeCases {
  private static final String CREATE =
      "mutation C($i: CreateControlInput!) { createControl(input: $i) { control { id version ref title } userErrors { code message path } } }";
  private static final int ROUNDS = 80;
  private static final int PRESSURE = 50;

  private OutcomeCases() {}

  static List<Case> all() {
    return List.of(
        new Case("X34", "tokens that are altered or made up", OutcomeCases::tokens),
        new Case("X55", "a new tenant under the name of a deleted one", OutcomeCases::again),
        new Case("X58", "names and files that the other has", OutcomeCases::unique),
        new Case("X59", "numbers that count all tenants", OutcomeCases::numbers),
        new Case("X60", "size and time of refusals", OutcomeCases::sideways),
        new Case("X61", "fifty times the other's share of requests", OutcomeCases::pressure));
  }

  private static void tokens(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String token = side.client().token().orElseThrow();
    String[] parts = token.split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String changed = base64(claims.replace(side.tenant().value(), scene.victim().tenant().value()));
    String none = base64("{\"alg\":\"none\",\"typ\":\"at+jwt\"}");
    for (String forged :
        List.of(
            parts[0] + "." + changed + "." + parts[2],
            none + "." + changed + ".",
            none + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + parts[2].substring(4),
            scene.victim().tenant().value())) {
      JsonNode answer = scene.anonymous().as(forged).send("{ me { displayName } }", Map.of());
      verdict.sees(side, "a forged token", answer.toString());
      verdict.holds(
          "a forged token", answer.toString().contains("UNAUTHENTICATED"), answer.toString());
    }
    verdict.control(
        "the claim", claims.contains(side.tenant().value()), "the token names no tenant");
    verdict.own(
        side, "the own token", side.client().send("{ me { displayName } }", Map.of()).toString());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void again(Scene scene, Verdict verdict) {
    verdict.control("made", scene.arena().provisions("epsilon", "first"), "it was refused");
    scene
        .owner()
        .change("update public.tenants_tenant set deleted_at = now() where slug = 'epsilon'");
    boolean second = scene.arena().provisions("epsilon", "second");
    verdict.holds("made again", !second || different(scene), "it has the data of the first");
    String taken = scene.victim().slug();
    verdict.holds("a name in use", !scene.arena().provisions(taken, "x"), "it was provisioned");
  }

  private static boolean different(Scene scene) {
    return scene
            .owner()
            .number("select count(distinct id) from public.tenants_tenant where slug = 'epsilon'")
        > 1;
  }

  /** What is unique is unique among one's own. */
  private static void unique(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String ref = "C-" + scene.victim().canary() + "-0";
    JsonNode taken = side.client().send(CREATE, Map.of("i", Map.of("ref", ref, "title", "x")));
    verdict.holds(
        "a reference of the other",
        taken.at("/data/createControl/control/id").isTextual(),
        taken.toString());
    JsonNode own =
        scene.victim().client().send(CREATE, Map.of("i", Map.of("ref", ref, "title", "x")));
    verdict.control("the own reference", own.toString().contains("CONFLICT"), own.toString());
    scene
        .owner()
        .change(
            "delete from " + side.tenant().schema() + ".regops_control where ref = '" + ref + "'");
    byte[] content = "{ \"shared\": \"content\" }".getBytes(StandardCharsets.UTF_8);
    String first = scene.victim().client().upload(content);
    String second = side.client().upload(content);
    verdict.holds("the same file", !first.equals(second), second);
    scene.arena().member(scene.victim().slug(), "same@example.test");
    GraphQlClient same = scene.arena().member(side.slug(), "same@example.test");
    verdict.holds("the same address", same.token().isPresent(), "there can be only one");
  }

  private static void numbers(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String count =
        "{ controls { totalCount } importJobs { totalCount } users { totalCount } deletedRecords { totalCount } }";
    String before = side.client().send(count, Map.of()).toString();
    Side other = scene.victim();
    JsonNode made =
        other.client().send(CREATE, Map.of("i", Map.of("ref", "N-1", "title", other.canary())));
    verdict.own(other, "a new control", made.toString());
    String after = side.client().send(count, Map.of()).toString();
    verdict.holds("the own numbers", before.equals(after), after);
    JsonNode mine =
        side.client().send(CREATE, Map.of("i", Map.of("ref", "N-1", "title", side.canary())));
    verdict.own(side, "an own control", mine.toString());
    verdict.holds(
        "its version",
        mine.at("/data/createControl/control/version").asInt() == 1,
        mine.toString());
  }

  private static void sideways(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String there = scene.victim().first("Control");
    String nowhere = IdForms.neverWas(there);
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      known.add(timed(side, there, verdict));
      unknown.add(timed(side, nowhere, verdict));
    }
    double millis = Math.abs(median(known) - median(unknown)) / 1e6;
    double both = (median(known) + median(unknown)) / 2e6;
    verdict.holds("time", millis < Math.max(1, both / 2), millis + " ms apart, of " + both + " ms");
    String first = refused(side, there).replace(there, "");
    String second = refused(side, nowhere).replace(nowhere, "");
    verdict.holds("size", first.length() == second.length(), first + " " + second);
    verdict.own(
        scene.victim(),
        "the owner",
        scene.victim().client().send(Scene.CONTROL, Map.of("id", there)).toString());
  }

  private static long timed(Side side, String id, Verdict verdict) {
    long begun = System.nanoTime();
    String answer = side.client().send(Scene.CONTROL, Map.of("id", id)).toString();
    long nanos = System.nanoTime() - begun;
    verdict.sees(side, "a refusal", answer);
    return nanos;
  }

  private static String refused(Side side, String id) {
    return side.client().send(Scene.CONTROL, Map.of("id", id)).toString();
  }

  private static double median(List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /** The other is served without an error while fifty lines of one tenant press on. */
  private static void pressure(Scene scene, Verdict verdict) {
    var over = new AtomicBoolean();
    var pressed = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PRESSURE; i++) {
        var _ =
            threads.submit(() -> {
              while (!over.get()) {
                scene
                    .attacker()
                    .client()
                    .send(
                        "{ controls(first: 20) { edges { node { title requirements(first: 5) { edges { node { title text } } } } } } }",
                        Map.of());
                pressed.incrementAndGet();
              }
            });
      }
      try {
        for (int i = 0; i < ROUNDS; i++) {
          String answer =
              scene
                  .victim()
                  .client()
                  .send(
                      "{ me { displayName } controls(first: 1) { edges { node { title } } } }",
                      Map.of())
                  .toString();
          verdict.own(scene.victim(), "under pressure", answer);
          verdict.holds("under pressure", !answer.contains("\"errors\""), answer);
        }
      } finally {
        over.set(true);
      }
    }
    verdict.control("the pressure", pressed.get() >= PRESSURE, pressed.get() + " requests");
  }
}
