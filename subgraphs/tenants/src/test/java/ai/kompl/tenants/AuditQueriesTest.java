package ai.kompl.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.access.Access;
import ai.kompl.tenancy.caller.access.AccessJournal;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.Tenant;
import graphql.ExecutionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditQueriesTest {
  private static final String EVENTS =
      """
      query ($first: Int, $after: String, $last: Int, $before: String, $filter: AuditFilter) {
        list: auditEvents(
            first: $first, after: $after, last: $last, before: $before, filter: $filter) {
          totalCount pageInfo { endCursor startCursor hasNextPage }
          edges { node { subjectId action category reason details actor } }
        }
      }
      """;
  private static final String ACCESSES =
      """
      query ($first: Int, $after: String, $last: Int, $before: String, $filter: AuditFilter) {
        list: auditAccesses(
            first: $first, after: $after, last: $last, before: $before, filter: $filter) {
          totalCount pageInfo { endCursor startCursor hasNextPage }
          edges { node { subjectId action category outcome actor } }
        }
      }
      """;
  private final OpenTenants open = OpenTenants.start();
  private final DataPlatform data = open.data();

  @AfterAll
  void close() {
    open.close();
  }

  @Test
  void theTrailIsReadPageByPageInBothDirections() {
    Caller auditor = caller(provision("paged"), "auditor");
    IntStream.rangeClosed(1, 7).forEach(i -> act(auditor, "thing_" + i));
    List<String> forward = new ArrayList<>();
    @Nullable Object after = null;
    do {
      Map<String, Object> page = list(auditor, EVENTS, arguments("first", 3, "after", after));
      forward.addAll(subjects(page));
      assertThat(page).containsEntry("totalCount", 8);
      after = hasNext(page) ? info(page).get("endCursor") : null;
    } while (after != null);

    assertThat(forward).startsWith("thing_7", "thing_6", "thing_5", "thing_4").hasSize(8);
    Map<String, Object> oldest = list(auditor, EVENTS, arguments("last", 2, "before", null));
    assertThat(subjects(oldest)).isEqualTo(forward.subList(6, 8));
    Map<String, Object> before =
        list(auditor, EVENTS, arguments("last", 2, "before", info(oldest).get("startCursor")));
    assertThat(subjects(before)).isEqualTo(forward.subList(4, 6));
  }

  @Test
  void theTrailIsFilteredByWhatAndWhoAndWhen() {
    Caller auditor = caller(provision("filtered"), "compliance-officer");
    act(auditor, "thing_1");
    act(auditor, "thing_2");
    String now = Instant.now().plusSeconds(60).toString();

    assertThat(subjects(filtered(auditor, "subjectId", "thing_2"))).containsExactly("thing_2");
    assertThat(subjects(filtered(auditor, "actor", auditor.actor())))
        .containsExactly("thing_2", "thing_1");
    assertThat(subjects(filtered(auditor, "action", "test.thing.changed"))).hasSize(2);
    assertThat(subjects(filtered(auditor, "category", "DENIAL"))).isEmpty();
    assertThat(subjects(filtered(auditor, "from", now))).isEmpty();
    assertThat(subjects(filtered(auditor, "until", now))).hasSize(3);
    assertThat(filtered(auditor, "subjectId", "thing_2").toString())
        .contains("reason=because", "details={\"n\":1}", "category=CHANGE");
  }

  @Test
  void nothingOfAnotherOrganizationIsInTheList() {
    Caller ours = caller(provision("ours"), "owner");
    Caller theirs = caller(provision("theirs"), "owner");
    act(theirs, "secret_of_theirs");
    Map<String, Object> page = list(theirs, EVENTS, arguments("first", 1, "after", null));

    assertThat(subjects(filtered(ours, "subjectId", "secret_of_theirs"))).isEmpty();
    assertThat(
            OpenTenants.codes(
                ask(ours, EVENTS, arguments("first", 1, "after", info(page).get("endCursor")))))
        .as("a cursor of theirs")
        .containsExactly("VALIDATION_FAILED");
  }

  @Test
  void whoIsNotAnAuditorIsRefusedAndTheTrailIsToldSo() {
    Tenant tenant = provision("refusing");

    assertThat(OpenTenants.codes(ask(caller(tenant, "contributor"), EVENTS, Map.of())))
        .containsExactly("FORBIDDEN");
    assertThat(OpenTenants.codes(ask(caller(tenant, "viewer"), ACCESSES, Map.of())))
        .containsExactly("FORBIDDEN");

    assertThat(subjects(filtered(caller(tenant, "auditor"), "category", "DENIAL"))).hasSize(2);
  }

  @Test
  void requestsAndReadingsAreListedNewestFirst() {
    Caller auditor = caller(provision("reading"), "data-protection-officer");
    AccessJournal journal = data.startJournal(Duration.ofMillis(10));
    IntStream.rangeClosed(1, 5)
        .forEach(i -> journal.add(auditor, Access.read("test.user.read", "User", "user_" + i)));
    journal.add(auditor, Access.request("graphql.query", "Team@0123456789ab", "PARTIAL"));
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!Objects.equals(list(auditor, ACCESSES, Map.of()).get("totalCount"), 6)
        && System.nanoTime() < end) {
      LockSupport.parkNanos(5_000_000);
    }

    Map<String, Object> first = list(auditor, ACCESSES, arguments("first", 4, "after", null));
    Map<String, Object> rest =
        list(auditor, ACCESSES, arguments("first", 4, "after", info(first).get("endCursor")));
    List<String> all = new ArrayList<>(subjects(first));
    all.addAll(subjects(rest));

    assertThat(all).hasSize(6).doesNotHaveDuplicates().contains("Team@0123456789ab", "user_1");
    assertThat(hasNext(rest)).isFalse();
    Map<String, Object> requests =
        list(auditor, ACCESSES, Map.of("filter", Map.of("category", "REQUEST")));
    assertThat(requests.toString())
        .contains("totalCount=1", "outcome=PARTIAL", "action=graphql.query");
    Map<String, Object> last = list(auditor, ACCESSES, arguments("last", 2, "before", null));
    assertThat(subjects(last)).isEqualTo(all.subList(4, 6));
  }

  private void act(Caller caller, String subject) {
    data.tenantDatabase()
        .write(
            caller,
            tx -> {
              tx.audit(
                  AuditEntry.change("test.thing.changed", "Thing", subject, "{\"n\":1}")
                      .because("because"));
              return true;
            });
  }

  private Map<String, Object> filtered(Caller caller, String field, String value) {
    return list(caller, EVENTS, Map.of("filter", Map.of(field, value)));
  }

  private static Map<String, @Nullable Object> arguments(
      String size, int many, String cursor, @Nullable Object place) {
    return place == null ? Map.of(size, many) : Map.of(size, many, cursor, place);
  }

  private Map<String, Object> list(
      Caller caller, String document, Map<String, @Nullable Object> variables) {
    ExecutionResult result = ask(caller, document, variables);
    assertThat(result.getErrors()).isEmpty();
    Map<String, Map<String, Object>> data = Objects.requireNonNull(result.getData());
    return Objects.requireNonNull(data.get("list"));
  }

  @SuppressWarnings("unchecked") // reason: the shape of the answer is known
  private static List<String> subjects(Map<String, Object> page) {
    var edges = (List<Map<String, Map<String, String>>>) Objects.requireNonNull(page.get("edges"));
    return edges.stream()
        .map(edge -> Objects.requireNonNull(edge.get("node")))
        .map(node -> Objects.requireNonNull(node.get("subjectId")))
        .toList();
  }

  @SuppressWarnings("unchecked") // reason: the shape of the answer is known
  private static Map<String, Object> info(Map<String, Object> page) {
    return (Map<String, Object>) Objects.requireNonNull(page.get("pageInfo"));
  }

  private static boolean hasNext(Map<String, Object> page) {
    return Boolean.TRUE.equals(info(page).get("hasNextPage"));
  }

  private Tenant provision(String slug) {
    return open.provision(slug);
  }

  private ExecutionResult ask(
      Caller caller, String document, Map<String, @Nullable Object> variables) {
    return open.ask(caller, document, variables);
  }

  private static Caller caller(Tenant tenant, String role) {
    return OpenTenants.caller(tenant, CallerKind.USER, Set.of(role));
  }
}
