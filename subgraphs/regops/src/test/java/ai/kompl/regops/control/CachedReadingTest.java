package ai.kompl.regops.control;

import static ai.kompl.regops.RegopsPlatform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.embedded.TestRedis;
import ai.kompl.regops.Answer;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.tenancy.cache.CacheCounts;
import ai.kompl.tenancy.caller.Caller;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes over one database and one Redis, both reading through the cache. */
@Timeout(120)
class CachedReadingTest {
  private static final String CONTROL =
      "query C($id: ID!) { control(id: $id) { ref title version } }";
  private static final String ENTITIES =
      """
      query E($of: [_Any!]!) { _entities(representations: $of) { ... on Requirement { ref parent { ref } } } }
      """;

  private final String redis = TestRedis.shared().createDatabase();
  private final RegopsPlatform here = RegopsPlatform.openCached(redis);
  private final RegopsPlatform there = here.besides(redis);
  private final ControlDesk desk = new ControlDesk(here);

  @AfterEach
  void close() {
    there.close();
    here.close();
  }

  private String control(Caller ana) {
    return desk.create(ana, "C-1", Map.of()).text("/createControl/control/id");
  }

  @Test
  void whatWasReadOnceIsReadWithoutAStatementAndInOneRoundTrip() {
    Caller ana = here.newTenant("repeated");
    here.startWorker();
    List<Map<String, String>> representations =
        desk.requirements(ana).stream()
            .map(id -> Map.of("__typename", "Requirement", "id", id))
            .toList();
    here.answer(ana, ENTITIES, Map.of("of", representations));

    there.answer(ana, ENTITIES, Map.of("of", representations));
    long statements =
        LongStream.range(0, 4).map(_ -> statements(ana, representations)).min().orElseThrow();
    long before = there.caches().statistics().roundTrips();
    there.answer(ana, ENTITIES, Map.of("of", representations));

    assertThat(statements).isZero();
    // The requirements in one, their parents in another.
    assertThat(there.caches().statistics().roundTrips() - before).isEqualTo(2);
  }

  private long statements(Caller ana, List<Map<String, String>> representations) {
    long before = there.data().statements().statements();
    there.answer(ana, ENTITIES, Map.of("of", representations));
    return there.data().statements().statements() - before;
  }

  @Test
  void anotherProcessSeesAChangeAsSoonAsItIsAcknowledged() {
    Caller ana = here.newTenant("changed");
    String id = control(ana);
    there.answer(ana, CONTROL, Map.of("id", id));

    for (int i = 0; i < 30; i++) {
      desk.update(ana, id, Map.of("title", "Title " + i));

      Answer seen = there.answer(ana, CONTROL, Map.of("id", id));

      assertThat(seen.text("/control/title")).isEqualTo("Title " + i);
    }
    CacheCounts counts = there.caches().statistics().of("regops.controls");
    assertThat(counts.reads()).isGreaterThanOrEqualTo(31);
    assertThat(counts.bypassed()).isZero();
  }

  @Test
  void whatGoesWithADeletedFrameworkIsNotFoundAnywhereAndComesBackWithIt() {
    Caller ana = here.newTenant("gone");
    here.startWorker();
    String requirement = desk.requirements(ana).getFirst();
    String framework = desk.anyId(ana, "framework");
    String asked = "query R($id: ID!) { requirement(id: $id) { ref } }";
    there.answer(ana, asked, Map.of("id", requirement));

    change(ana, "deleteFramework", "DeleteFrameworkInput", framework);
    var gone = ControlDesk.codes(there.ask(ana, asked, Map.of("id", requirement)));
    change(ana, "restoreFramework", "RestoreFrameworkInput", framework);

    assertThat(gone).containsExactly("NOT_FOUND");
    assertThat(there.answer(ana, asked, Map.of("id", requirement)).text("/requirement/ref"))
        .isNotEqualTo("null");
  }

  private void change(Caller ana, String field, String type, String id) {
    here.answer(
        ana,
        "mutation M($input: %s!) { %s(input: $input) { userErrors { code } } }"
            .formatted(type, field),
        Map.of("input", Map.of("id", id)));
  }

  @Test
  void whatIsReadWithinAMutationComesFromTheDatabase() {
    Caller ana = here.newTenant("truth");
    String id = control(ana);
    here.answer(ana, CONTROL, Map.of("id", id));
    here.answer(ana, CONTROL, Map.of("id", id));
    CacheCounts before = here.caches().statistics().total();

    Answer updated = desk.update(ana, id, Map.of("title", "New"));

    assertThat(updated.number("/updateControl/control/version")).isEqualTo(2);
    assertThat(
            eventually(
                () -> here.caches().statistics().total().refreshed() == before.refreshed() + 1))
        .as("only the value in use is read again, in the background")
        .isTrue();
    assertThat(here.caches().statistics().total().reads()).isEqualTo(before.reads());
  }
}
