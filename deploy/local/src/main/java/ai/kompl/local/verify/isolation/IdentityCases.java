package ai.kompl.local.verify.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** X01 to X06: claims to be of another tenant. */
final class IdentityCases {
  private static final String WHO =
      "{\"query\":\"{ tenant { id slug name } me { id email displayName } }\"}";

  private IdentityCases() {}

  static List<Case> all() {
    return List.of(
        new Case("X01", "a header, path, host or extension names the other", IdentityCases::named),
        new Case("X02", "the tenant changes between requests of a line", IdentityCases::switched),
        new Case("X03", "somebody of both tenants uses the wrong token", IdentityCases::member),
        new Case("X04", "a suspended and a deleted tenant", IdentityCases::suspended),
        new Case("X05", "tenant names that look alike", IdentityCases::alike),
        new Case("X06", "two tenants whose ids begin alike", IdentityCases::twin));
  }

  private static void named(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String plain = scene.post(side, Map.of(), WHO).text();
    verdict.own(side, "without a claim", plain);
    for (String value : List.of(scene.victim().tenant().value(), scene.victim().slug())) {
      for (String header :
          List.of("X-Tenant", "X-Tenant-Id", "X-Organization", "Tenant", "X-Kompl-Tenant")) {
        same(verdict, side, header, plain, scene.post(side, Map.of(header, value), WHO));
      }
      same(
          verdict,
          side,
          "Cookie",
          plain,
          scene.post(side, Map.of("Cookie", "tenant=" + value), WHO));
      for (String host : List.of("Host", "X-Forwarded-Host", "Forwarded")) {
        var answer = scene.post(side, Map.of(host, value + ".example"), WHO);
        verdict.sees(side, host, answer.text());
      }
      for (String target :
          List.of("/graphql?tenant=" + value, "/" + value + "/graphql", "/graphql/" + value)) {
        var answer = scene.exchange("POST", target, scene.headers(side, Map.of()), WHO);
        verdict.sees(side, target, answer.text());
      }
      String more = WHO.substring(0, WHO.length() - 1);
      for (String part : List.of("extensions", "variables", "tenant")) {
        String body = more + ",\"" + part + "\":{\"tenant\":\"" + value + "\"}}";
        verdict.sees(side, part, scene.post(side, Map.of(), body).text());
      }
      String argument = "{\"query\":\"{ tenant(id: \\\"" + value + "\\\") { name } }\"}";
      verdict.sees(side, "argument", scene.post(side, Map.of(), argument).text());
    }
    Side victim = scene.victim();
    verdict.own(victim, "the other", scene.post(victim, Map.of(), WHO).text());
  }

  private static void same(
      Verdict verdict, Side side, String what, String plain, HttpLine.Answer answer) {
    verdict.sees(side, what, answer.text());
    verdict.holds(what, answer.text().equals(plain), answer.text());
  }

  private static void switched(Scene scene, Verdict verdict) throws java.io.IOException {
    try (var line = new HttpLine(scene.arena().endpoint())) {
      for (int i = 0; i < 20; i++) {
        Side side = i % 2 == 0 ? scene.attacker() : scene.victim();
        byte[] request =
            HttpLine.request(
                "POST",
                "/graphql",
                scene.headers(side, Map.of()),
                WHO.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        verdict.own(side, "request " + i, line.exchange(request).text());
      }
    }
  }

  private static void member(Scene scene, Verdict verdict) {
    String person = "of-both@example.test";
    var here = scene.arena().member(scene.attacker().slug(), person);
    var there = scene.arena().member(scene.victim().slug(), person);
    for (String id : scene.victim().harvest().ids("Control").subList(0, 1)) {
      JsonNode answer = here.send(Scene.CONTROL, Map.of("id", id));
      verdict.refuses(scene.attacker(), "the other's control", answer);
      verdict.own(
          scene.victim(),
          "the other's control with the right token",
          there.send(Scene.CONTROL, Map.of("id", id)).toString());
    }
  }

  private static void suspended(Scene scene, Verdict verdict) {
    Arena.Party gamma = scene.arena().party("gamma", "canary-gamma-71aa");
    verdict.control("served before", signsIn(scene, "gamma"), "sign-in was refused");
    String change =
        "update public.tenants_tenant set %s where id = '" + gamma.caller().tenant() + "'";
    scene.owner().change(change.formatted("state = 'SUSPENDED'"));
    verdict.holds("suspended", !signsIn(scene, "gamma"), "sign-in was accepted");
    scene.owner().change(change.formatted("state = 'ACTIVE', deleted_at = now()"));
    verdict.holds("deleted", !signsIn(scene, "gamma"), "sign-in was accepted");
  }

  private static boolean signsIn(Scene scene, String slug) {
    var input =
        Map.of(
            "organization",
            slug,
            "email",
            "canary-gamma-71aa@gamma.example",
            "password",
            scene.arena().password());
    JsonNode answer = scene.anonymous().send(Scene.SIGN_IN, Map.of("input", input));
    return answer.at("/data/signIn/accessToken").isTextual();
  }

  private static void alike(Scene scene, Verdict verdict) {
    String slug = scene.victim().slug();
    String email = scene.attacker().canary() + "@" + scene.attacker().slug() + ".example";
    for (String name :
        List.of(
            slug,
            slug.toUpperCase(java.util.Locale.ROOT),
            slug + "\u0000",
            slug + "'",
            slug + "' or '1'='1",
            slug + " ",
            "\uff42\uff45\uff54\uff41",
            slug.repeat(20),
            scene.victim().tenant().value(),
            scene.victim().tenant().schema())) {
      var input =
          Map.of("organization", name, "email", email, "password", scene.arena().password());
      JsonNode answer = scene.anonymous().send(Scene.SIGN_IN, Map.of("input", input));
      verdict.sees(scene.attacker(), name, answer.toString());
      verdict.holds(name, !answer.at("/data/signIn/accessToken").isTextual(), "signed in");
    }
    var right =
        Map.of(
            "organization",
            scene.attacker().slug(),
            "email",
            email,
            "password",
            scene.arena().password());
    JsonNode answer = scene.anonymous().send(Scene.SIGN_IN, Map.of("input", right));
    verdict.control(
        "the own organization",
        answer.at("/data/signIn/accessToken").isTextual(),
        "sign-in was refused");
  }

  private static void twin(Scene scene, Verdict verdict) {
    Side victim = scene.victim();
    Arena.Party twin = scene.arena().twin(victim.tenant(), "twin");
    var side = Side.of(twin, "canary-twin-0000");
    for (RootCall call : scene.calls()) {
      if (call.isObjectById()) {
        for (String id : victim.harvest().ids(call.result().getName())) {
          var operation = call.build(RootCall.Fill.of(_ -> List.of(id)));
          JsonNode answer = side.client().send(operation.text(), operation.variables());
          verdict.refuses(side, call.coordinate(), answer);
          JsonNode own = victim.client().send(operation.text(), operation.variables());
          verdict.own(victim, call.coordinate(), own.toString());
        }
      }
      for (String cursor :
          call.cursorArguments().isEmpty()
              ? List.<String>of()
              : victim.harvest().cursors(call.name())) {
        if (call.positions().stream().noneMatch(position -> !position.path().contains("."))) {
          var operation = call.build(RootCall.Fill.of(_ -> List.of()).setting("after", cursor));
          verdict.refuses(
              side,
              call.coordinate() + " after",
              side.client().send(operation.text(), operation.variables()));
        }
      }
    }
  }
}
