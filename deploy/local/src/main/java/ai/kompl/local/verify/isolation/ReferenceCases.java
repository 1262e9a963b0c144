package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.GraphQlClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** X07 to X09 and X36: ids, cursors and files of the other tenant. */
final class ReferenceCases {
  private static final String PAGE =
      "query P($after: String) { controls(first: 2, after: $after) { edges { cursor node { id title } } } }";
  private static final String IMPORT =
      """
      mutation I($input: ImportFrameworkCatalogInput!) {
        importFrameworkCatalog(input: $input) { importJob { id } userErrors { code message } }
      }
      """;
  private static final String PROGRESS =
      "subscription P($id: ID!) { importProgress(jobId: $id) { finished state problems { code message } } }";

  private ReferenceCases() {}

  static List<Case> all() {
    return List.of(
        new Case("X07", "an id of the other under the code of another type", ReferenceCases::types),
        new Case("X08", "altered, moved and foreign cursors", ReferenceCases::cursors),
        new Case("X09", "a file of the other in an import", ReferenceCases::files),
        new Case("X36", "paths in the id and the address of a file", ReferenceCases::paths));
  }

  private static void types(Scene scene, Verdict verdict) {
    Side victim = scene.victim();
    for (RootCall call : scene.calls()) {
      if (!call.isObjectById()) {
        continue;
      }
      String code = code(victim.first(call.result().getName()));
      for (String type : victim.harvest().types()) {
        String id = victim.first(type);
        String renamed = code + id.substring(id.indexOf('_'));
        var operation = call.build(RootCall.Fill.of(_ -> List.of(renamed)));
        verdict.refuses(
            scene.attacker(),
            call.coordinate() + " " + type,
            scene.attacker().client().send(operation.text(), operation.variables()));
      }
      var own = call.build(RootCall.Fill.of(_ -> List.of(victim.first(call.result().getName()))));
      verdict.own(
          victim, call.coordinate(), victim.client().send(own.text(), own.variables()).toString());
    }
  }

  private static String code(String id) {
    return id.substring(0, id.indexOf('_'));
  }

  private static void cursors(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String own = cursor(side);
    verdict.own(side, "the next page", side.client().send(PAGE, Map.of("after", own)).toString());
    byte[] bytes = Base64.getUrlDecoder().decode(own);
    for (int i = 0; i < bytes.length; i++) {
      byte[] altered = bytes.clone();
      altered[i] ^= 1;
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(altered);
      verdict.refuses(side, "byte " + i, side.client().send(PAGE, Map.of("after", text)));
    }
    String theirs = cursor(scene.victim());
    verdict.refuses(side, "the other's", side.client().send(PAGE, Map.of("after", theirs)));
    JsonNode moved =
        side.client()
            .send(
                "query F($a: String) { frameworks(first: 1, after: $a) { totalCount } }",
                Map.of("a", own));
    verdict.refuses(side, "in another list", moved);
  }

  private static String cursor(Side side) {
    JsonNode page = side.client().data(PAGE, Map.of());
    return page.at("/controls/edges/0/cursor").asText();
  }

  private static void files(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String theirs = scene.victim().first("Upload");
    String own = side.first("Upload");
    String forged =
        own.substring(0, own.lastIndexOf('_')) + theirs.substring(theirs.lastIndexOf('_'));
    verdict.refuses(side, "as it is", order(side.client(), theirs));
    String outcome = checked(side.client(), forged);
    verdict.sees(side, "under the own tag", outcome);
    verdict.holds("under the own tag", outcome.contains("CATALOGUE_FILE_MISSING"), outcome);
    String right = checked(scene.victim().client(), theirs);
    verdict.control("the owner's import", !right.contains("CATALOGUE_FILE_MISSING"), right);
  }

  private static JsonNode order(GraphQlClient client, String upload) {
    var input = Map.of("uploadId", upload, "format", "NATIVE", "dryRun", true);
    return client.send(IMPORT, Map.of("input", input));
  }

  /** What comes of checking that file; where that has no end, what was seen of it in time. */
  static String checked(GraphQlClient client, String upload) {
    JsonNode ordered = order(client, upload);
    JsonNode id = ordered.at("/data/importFrameworkCatalog/importJob/id");
    if (!id.isTextual()) {
      return ordered.toString();
    }
    var last = new AtomicReference<>("");
    Waits.letRun(() ->
        client.follow(
            PROGRESS,
            Map.of("id", id.asText()),
            result -> {
              last.set(result.toString());
              return result.at("/data/importProgress/finished").asBoolean();
            }));
    return last.get();
  }

  private static void paths(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String theirs = scene.victim().first("Upload");
    String hash = theirs.substring(theirs.lastIndexOf('_') + 1);
    String tenant = scene.victim().tenant().value();
    String tag = side.tenant().value().substring(0, 8);
    for (String id :
        List.of(
            "upload_" + tag + "_../../" + tenant + "/uploads/" + hash,
            "upload_" + tag + "_..%2f..%2f" + tenant + "%2fuploads%2f" + hash,
            "upload_" + tag + "_/" + hash,
            "tenants/" + tenant + "/uploads/" + hash,
            "upload_" + tag + "_\u2024\u2024/" + tenant + "/uploads/" + hash)) {
      verdict.refuses(side, id, order(side.client(), id));
    }
    for (String target :
        List.of(
            "/uploads/../tenants/" + tenant + "/uploads/" + hash,
            "/uploads/" + theirs,
            "/uploads//" + tenant + "/" + hash,
            "/uploads/%2e%2e%2f" + tenant)) {
      for (String method : List.of("GET", "PUT")) {
        var answer = scene.exchange(method, target, scene.headers(side, Map.of()), "x");
        verdict.sees(side, method + " " + target, answer.text());
        verdict.holds(method + " " + target, answer.status() >= 400, answer.text());
      }
    }
    String right = checked(scene.victim().client(), theirs);
    verdict.control("the owner's import", !right.contains("CATALOGUE_FILE_MISSING"), right);
  }
}
