package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.GraphQlClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/** X10 and X62: what a tenant takes along, and what it has used up. */
final class ExportCases {
  private static final String REQUEST =
      "mutation R($i: RequestTenantExportInput) { requestTenantExport(input: $i) { tenantExport { id } userErrors { code message } } }";
  private static final String NEWEST = "{ tenantExports { id state path } }";
  private static final String USED = "{ quotas { resource used } }";
  private static final String CREATE =
      "mutation C($i: CreateControlInput!) { createControl(input: $i) { control { title } userErrors { code } } }";

  /** Calls of the one that would show in the use of the other. */
  private static final int CALLS = 40;

  private ExportCases() {}

  static List<Case> all() {
    return List.of(
        new Case("X10", "the export of the other", ExportCases::exports),
        new Case("X62", "what the other has used of its quotas", ExportCases::quotas));
  }

  private static void exports(Scene scene, Verdict verdict) throws IOException {
    Side side = scene.attacker();
    Side victim = scene.victim();
    GraphQlClient own = side.admin();
    GraphQlClient owner = victim.admin();
    String path = ready(owner);
    String id = path.substring(path.lastIndexOf('/') + 1);
    verdict.sees(side, "the list", own.send(NEWEST, Map.of()).toString());
    JsonNode ordered = own.send(REQUEST, Map.of("i", Map.of("slug", victim.slug())));
    verdict.sees(side, "ordered for the other", ordered.toString());
    verdict.holds(
        "ordered for the other", ordered.toString().contains("FORBIDDEN"), ordered.toString());
    for (GraphQlClient who : List.of(own, side.client())) {
      for (String form : IdForms.of(id, ready(own).replaceFirst(".*/", "")).values()) {
        HttpResponse<byte[]> answer = get(scene, who, "/exports/" + encoded(form));
        verdict.sees(side, "the file", text(answer.body()));
        verdict.holds("the file", answer.statusCode() >= 400, answer.statusCode() + " " + form);
      }
    }
    HttpResponse<byte[]> foreign = get(scene, own, path);
    HttpResponse<byte[]> never = get(scene, own, "/exports/" + IdForms.neverWas(id));
    verdict.holds(
        "as if it never was",
        foreign.statusCode() == never.statusCode() && foreign.body().length == never.body().length,
        foreign.statusCode() + " " + text(foreign.body()) + never.statusCode());
    verdict.own(victim, "the own file", unpacked(get(scene, owner, path).body()));
    verdict.own(side, "the own file", unpacked(get(scene, own, ready(own)).body()));
  }

  /** The path of a file that is ready, ordered when there is none. */
  private static String ready(GraphQlClient admin) {
    if (newest(admin).isEmpty()) {
      admin.send(REQUEST, Map.of());
    }
    Waits.until(() -> newest(admin).isPresent());
    return newest(admin).orElseThrow();
  }

  private static Optional<String> newest(GraphQlClient admin) {
    JsonNode first = admin.data(NEWEST, Map.of()).at("/tenantExports/0");
    return first.path("state").asText().equals("READY")
        ? Optional.of(first.path("path").asText())
        : Optional.empty();
  }

  private static HttpResponse<byte[]> get(Scene scene, GraphQlClient who, String path)
      throws IOException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(scene.arena().endpoint().resolve(path))
              .header("Authorization", "Bearer " + who.token().orElseThrow())
              .build(),
          BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in the middle of a case", e);
    }
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String unpacked(byte[] archive) {
    var all = new StringBuilder();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      while (zip.getNextEntry() != null) {
        all.append(text(zip.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the export cannot be read", e);
    }
    return all.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void quotas(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    GraphQlClient own = side.client();
    GraphQlClient other = scene.victim().client();
    verdict.control("a first call", written(own, calls(use(own))), side.slug());
    Map<String, Long> mine = use(own);
    Map<String, Long> theirs = use(other);
    JsonNode made = own.send(CREATE, Map.of("i", Map.of("ref", "Q-1", "title", side.canary())));
    verdict.own(side, "a new control", made.toString());
    own.upload("{ \"quota\": 1 }".getBytes(StandardCharsets.UTF_8));
    for (int call = 0; call < CALLS; call++) {
      own.send(USED, Map.of());
    }
    verdict.control("the own calls", written(own, calls(mine) + CALLS), mine.toString());
    Map<String, Long> after = use(other);
    verdict.holds(
        "the other's use",
        held(theirs).equals(held(after)) && calls(after) - calls(theirs) <= CALLS / 2,
        theirs + " became " + after);
    Map<String, Long> now = use(own);
    verdict.control("the own use", !held(mine).equals(held(now)), mine + " became " + now);
  }

  /**
   * Waits until more calls of this tenant than {@code calls} are written down, and tells whether
   * they are. All tenants' calls are written together, so what the other had asked for before is
   * written too.
   */
  private static boolean written(GraphQlClient client, long calls) {
    return Waits.until(() -> calls(use(client)) > calls);
  }

  private static Map<String, Long> use(GraphQlClient client) {
    var use = new TreeMap<String, Long>();
    for (JsonNode one : client.data(USED, Map.of()).path("quotas")) {
      use.put(one.path("resource").asText(), one.path("used").asLong());
    }
    return use;
  }

  private static long calls(Map<String, Long> use) {
    return use.getOrDefault("API_CALLS", 0L);
  }

  /** All but the calls, which asking changes. */
  private static Map<String, Long> held(Map<String, Long> use) {
    var held = new TreeMap<>(use);
    held.remove("API_CALLS");
    return held;
  }
}
