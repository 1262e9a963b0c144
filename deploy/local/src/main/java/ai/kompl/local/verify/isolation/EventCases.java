package ai.kompl.local.verify.isolation;

import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventFilter;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** X48 to X52: events, jobs and operators. */
final class EventCases {
  private static final String PROGRESS =
      "subscription P($id: ID!) { importProgress(jobId: $id) { id uploadId finished } }";
  private static final Duration QUIET = Duration.ofSeconds(2);

  private EventCases() {}

  static List<Case> all() {
    return List.of(
        new Case("X48", "an event stated for the other", EventCases::outbox),
        new Case("X49", "the other's events in a live operation", EventCases::live),
        new Case("X50", "the other's events in a replay", EventCases::replay),
        new Case("X51", "jobs of the other and of nobody", EventCases::jobs),
        new Case("X52", "what only operators may", EventCases::operators));
  }

  private static void outbox(Scene scene, Verdict verdict) {
    String own = scene.attacker().tenant().role();
    for (String tenant : List.of(scene.victim().tenant().value(), "0000000000000000", "")) {
      verdict.holds(
          "for " + tenant,
          scene
              .owner()
              .refusedAs(
                  own,
                  "insert into private.outbox (tenant, type, entity_type, entity_id, payload, occurred_at) values ('%s', 'regops.import-job.progressed', 'ImportJob', 'x', '{}', now())"
                      .formatted(tenant)),
          "the event was taken");
    }
    verdict.control(
        "for the own tenant",
        !scene.owner().refusedAs(own, "select count(*) from private.outbox"),
        "not even the own outbox can be read");
  }

  /** A live operation of the attacker stays quiet while the other's import goes on. */
  private static void live(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    var begun = new CountDownLatch(1);
    var over = new AtomicInteger();
    Thread listening =
        Thread.startVirtualThread(() ->
            side.client()
                .follow(
                    PROGRESS,
                    Map.of("id", side.first("ImportJob")),
                    result -> {
                      heard.add(result.toString());
                      begun.countDown();
                      return over.get() > 0;
                    }));
    Waits.forLatch(begun);
    long before = scene.taps().counter(scene.victim().tenant()).get();
    String outcome =
        ReferenceCases.checked(scene.victim().client(), scene.victim().first("Upload"));
    verdict.control(
        "the owner's own import",
        outcome.contains("\"finished\":true")
            && Waits.until(() -> scene.taps().counter(scene.victim().tenant()).get() > before),
        outcome);
    LockSupport.parkNanos(QUIET.toNanos());
    verdict.holds("the quiet operation", heard.size() == 1, heard.size() + " results: " + heard);
    heard.forEach(result -> verdict.sees(side, "the quiet operation", result));
    over.set(1);
    String mine = ReferenceCases.checked(side.client(), side.first("Upload"));
    verdict.control("the own import", mine.contains("\"finished\":true"), mine);
    listening.interrupt();
    JsonNode refused = first(side, scene.victim().first("ImportJob"));
    verdict.refuses(side, "the other's job", refused);
  }

  private static JsonNode first(Side side, String job) {
    Queue<JsonNode> results = new ConcurrentLinkedQueue<>();
    side.client()
        .follow(
            PROGRESS,
            Map.of("id", job),
            result -> {
              results.add(result);
              return true;
            });
    return results.element();
  }

  private static void replay(Scene scene, Verdict verdict) {
    Queue<Event> seen = new ConcurrentLinkedQueue<>();
    try (var _ =
        scene.arena().events().subscribe(EventFilter.of(scene.victim().tenant()), seen::add)) {
      String outcome =
          ReferenceCases.checked(scene.victim().client(), scene.victim().first("Upload"));
      verdict.control("the owner's own import", Waits.until(() -> seen.size() > 1), outcome);
    }
    long theirs = seen.element().sequence();
    var events = scene.arena().events();
    Optional<List<Event>> foreign = events.replay(scene.attacker().tenant(), theirs);
    verdict.holds("from the other's event", foreign.isEmpty(), foreign.toString());
    Optional<List<Event>> own = events.replay(scene.victim().tenant(), theirs);
    verdict.control(
        "from the own event",
        own.isPresent()
            && own.get().stream().allMatch(e -> e.tenant().equals(scene.victim().tenant())),
        own.toString());
  }

  private static void jobs(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    String insert =
        "insert into private.schedule (id, tenant, subgraph, kind, payload, run_at, request_id, created_by)"
            + " values (gen_random_uuid(), %s, 'regops', 'regops.import', '{}', now(), 'x', 'x')";
    String own = side.tenant().role();
    verdict.holds(
        "for the other",
        scene.owner().refusedAs(own, insert.formatted("'" + scene.victim().tenant() + "'")),
        "the job was taken");
    verdict.holds(
        "for nobody", scene.owner().refusedAs(own, insert.formatted("null")), "the job was taken");
    Footprint before = settled(scene);
    edited(scene);
    verdict.holds(
        "with the other's import in its payload",
        before.differences(settled(scene)).isEmpty(),
        before.differences(settled(scene)).toString());
    for (Side one : List.of(scene.victim(), side, scene.victim(), side)) {
      String outcome = ReferenceCases.checked(one.client(), one.first("Upload"));
      verdict.sees(one, "an import", outcome);
      boolean done =
          outcome.contains("\"finished\":true") && !outcome.contains("CATALOGUE_FILE_MISSING");
      verdict.control("an import of " + one.slug(), done, outcome);
      String jobs = "{ importJobs(first: 1) { edges { node { finished attempts } } } }";
      String answer = one.client().send(jobs, Map.of()).toString();
      verdict.holds("done by its own", answer.contains("\"finished\":true"), answer);
      if (!done) {
        return;
      }
    }
  }

  /** A job of the attacker whose payload names an import of the victim. */
  private static void edited(Scene scene) {
    String theirs =
        scene
            .owner()
            .texts(
                "select id from " + scene.victim().tenant().schema() + ".regops_import_job limit 1")
            .getFirst();
    scene
        .owner()
        .change(
            "insert into private.schedule (id, tenant, subgraph, kind, payload, run_at, request_id, created_by)"
                + " values (gen_random_uuid(), '"
                + scene.attacker().tenant()
                + "', 'regops', 'regops.import', '{\"importJob\":\""
                + theirs
                + "\"}', now(), 'x', 'x')");
  }

  private static Footprint settled(Scene scene) {
    Waits.until(() ->
        scene
                .owner()
                .number(
                    "select count(*) from private.schedule where kind = 'regops.import' and state in ('WAITING', 'RUNNING')")
            == 0);
    return Footprint.of(scene.owner(), scene.victim().tenant());
  }

  private static void operators(Scene scene, Verdict verdict) {
    Side side = scene.attacker();
    JsonNode answer =
        side.client()
            .send(
                "mutation P($i: ProvisionTenantInput!) { provisionTenant(input: $i) { tenant { id } } }",
                Map.of("i", Map.of("slug", "made-by-m", "name", "made by M")));
    verdict.sees(side, "provisioning", answer.toString());
    verdict.holds("provisioning", answer.toString().contains("FORBIDDEN"), answer.toString());
    long denials =
        scene
            .owner()
            .number(
                "select count(*) from private.audit_events where action = 'tenants.tenant.provision-refused' and tenant = '"
                    + side.tenant()
                    + "'");
    verdict.control("the denial in the own trail", denials > 0, denials + " records");
    var operator =
        new ai.kompl.tenancy.caller.Caller(
            side.tenant(),
            side.caller().subject(),
            ai.kompl.tenancy.caller.CallerKind.OPERATOR,
            side.caller().roles(),
            side.caller().scopes(),
            Map.of(),
            "isolation-proof",
            "isolation-proof",
            side.caller().expiresAt());
    String query = "query C($id: ID!) { control(id: $id) { title } }";
    String foreign =
        scene.arena().ask(operator, "regops", query, Map.of("id", scene.victim().first("Control")));
    verdict.sees(side, "an operator's reading", foreign);
    verdict.holds("an operator's reading", foreign.contains("NOT_FOUND"), foreign);
    String own = scene.arena().ask(operator, "regops", query, Map.of("id", side.first("Control")));
    verdict.control("an operator's own reading", own.contains(side.canary()), own);
  }
}
