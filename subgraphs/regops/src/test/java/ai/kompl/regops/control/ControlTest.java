package ai.kompl.regops.control;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.regops.Answer;
import ai.kompl.regops.Catalogues;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import graphql.ExecutionResult;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlTest {

  private final RegopsPlatform platform = RegopsPlatform.open();
  private final Catalogues catalogues = new Catalogues(platform);

  @BeforeAll
  void start() {
    platform.startWorker();
  }

  @AfterAll
  void stop() {
    platform.close();
  }

  @Test
  void aControlIsCreatedWithItsOwnerAndTheRequirementsItMeets() {
    Caller ana = platform.newTenant("create");
    String owner = GlobalId.of("user", ana.tenant(), UUID.randomUUID()).toString();
    var requirements = requirements(ana);

    Answer made =
        create(ana, "C-1", Map.of("ownerId", owner, "requirementIds", requirements.subList(0, 2)));

    assertThat(made.data().at("/createControl/userErrors")).isEmpty();
    Answer read =
        platform.answer(
            ana,
            """
            query C($id: ID!) { control(id: $id) {
              ref version type nature owner { id } createdBy { id } deletedAt
              requirements { totalCount edges { node { ref controls { totalCount edges { node { ref } } } } } } } }
            """,
            Map.of("id", made.text("/createControl/control/id")));
    assertThat(read.text("/control/owner/id")).isEqualTo(owner);
    assertThat(read.text("/control/createdBy/id"))
        .isEqualTo(GlobalId.of("user", ana.tenant(), ana.subject()).toString());
    assertThat(read.nodes("/control/requirements", "ref")).containsExactly("H1.1", "H1.2");
    assertThat(read.text("/control/requirements/edges/0/node/controls/edges/0/node/ref"))
        .isEqualTo("C-1");
    assertThat(booked(ana)).containsExactly("regops.control.created");
  }

  @Test
  void aChangeNeedsTheVersionThatItWasMadeFrom() {
    Caller ana = platform.newTenant("conflict");
    String id = create(ana, "C-1", Map.of("objective", "old")).text("/createControl/control/id");

    Answer changed = update(ana, id, Map.of("title", "New", "expectedVersion", 1));
    Answer late = update(ana, id, Map.of("title", "Newer", "expectedVersion", 1));

    assertThat(changed.number("/updateControl/control/version")).isEqualTo(2);
    assertThat(changed.text("/updateControl/control/objective")).isEqualTo("old");
    assertThat(late.text("/updateControl/userErrors/0/code")).isEqualTo("CONFLICT");
    assertThat(late.data().at("/updateControl/control").isNull()).isTrue();
    assertThat(booked(ana)).containsExactly("regops.control.created", "regops.control.updated");
  }

  @Test
  void anExplicitNullClearsAFieldAndWhatIsLeftOutStays() {
    Caller ana = platform.newTenant("clear");
    String id =
        create(ana, "C-1", Map.of("objective", "o", "frequency", "weekly"))
            .text("/createControl/control/id");
    Map<String, @Nullable Object> clear = new HashMap<>();
    clear.put("objective", null);

    Answer changed = update(ana, id, clear);

    assertThat(changed.data().at("/updateControl/control/objective").isNull()).isTrue();
    assertThat(changed.text("/updateControl/control/frequency")).isEqualTo("weekly");
  }

  @Test
  void theSameKeyMakesOneControlAndAnotherInputUnderItIsRefused() {
    Caller ana = platform.newTenant("idempotent");

    Answer first = create(ana, "C-1", Map.of("idempotencyKey", "k"));
    Answer again = create(ana, "C-1", Map.of("idempotencyKey", "k"));
    Answer other = create(ana, "C-2", Map.of("idempotencyKey", "k"));

    assertThat(again.text("/createControl/control/id"))
        .isEqualTo(first.text("/createControl/control/id"));
    assertThat(other.text("/createControl/userErrors/0/code")).isEqualTo("CONFLICT");
    assertThat(refs(ana)).containsExactly("C-1");
    assertThat(booked(ana)).containsExactly("regops.control.created");
  }

  @Test
  void aReferenceBelongsToOneControlInUse() {
    Caller ana = platform.newTenant("unique");
    create(ana, "C-1", Map.of());

    Answer second = create(ana, "c-1", Map.of());

    assertThat(second.text("/createControl/userErrors/0/code")).isEqualTo("CONFLICT");
    assertThat(second.text("/createControl/userErrors/0/path/0")).isEqualTo("ref");
  }

  @Test
  void aDeletedControlLeavesAllListsAndComesBackWithItsLinks() {
    Caller ana = platform.newTenant("restore");
    var requirements = requirements(ana);
    String id =
        create(ana, "C-1", Map.of("requirementIds", requirements.subList(0, 1)))
            .text("/createControl/control/id");

    Answer deleted =
        mutate(ana, "deleteControl", "DeleteControlInput", Map.of("id", id, "reason", "merged"));

    assertThat(deleted.data().at("/deleteControl/control/deletedAt").isTextual()).isTrue();
    assertThat(refs(ana)).isEmpty();
    assertThat(controlsOf(ana, requirements.getFirst())).isEmpty();
    assertThat(
            codes(
                platform.ask(ana, "query($id: ID!) { control(id: $id) { id } }", Map.of("id", id))))
        .containsExactly("NOT_FOUND");
    Answer restored = mutate(ana, "restoreControl", "RestoreControlInput", Map.of("id", id));
    assertThat(restored.data().at("/restoreControl/control/deletedAt").isNull()).isTrue();
    assertThat(refs(ana)).containsExactly("C-1");
    assertThat(controlsOf(ana, requirements.getFirst())).containsExactly("C-1");
    assertThat(booked(ana))
        .containsExactly(
            "regops.control.created", "regops.control.deleted", "regops.control.restored");
  }

  @Test
  void linkingTwiceIsOneLinkAndUnlinkingTakesIt() {
    Caller ana = platform.newTenant("links");
    var requirements = requirements(ana);
    String id = create(ana, "C-1", Map.of()).text("/createControl/control/id");
    Map<String, Object> input = Map.of("controlId", id, "requirementIds", requirements);

    Answer linked = links(ana, "linkControlToRequirements", "linked", input);
    Answer again = links(ana, "linkControlToRequirements", "linked", input);
    Answer unlinked = links(ana, "unlinkControlFromRequirements", "unlinked", input);

    assertThat(linked.number("/linkControlToRequirements/linked")).isEqualTo(4);
    assertThat(again.number("/linkControlToRequirements/linked")).isZero();
    assertThat(unlinked.number("/unlinkControlFromRequirements/unlinked")).isEqualTo(4);
    assertThat(booked(ana))
        .containsExactly(
            "regops.control.created", "regops.control.linked", "regops.control.unlinked");
  }

  @Test
  void aRefusedChangeLeavesNothing() {
    Caller ana = platform.newTenant("nothing");
    String missing = GlobalId.of("requirement", ana.tenant(), UUID.randomUUID()).toString();

    Answer refused =
        create(ana, "C-1", Map.of("requirementIds", List.of(missing), "idempotencyKey", "k"));

    assertThat(refused.text("/createControl/userErrors/0/code")).isEqualTo("NOT_FOUND");
    assertThat(refs(ana)).isEmpty();
    assertThat(booked(ana)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"framework", "frameworkVersion", "requirement", "control", "importJob"})
  void anIdOfAnotherTenantIsNotFound(String field) {
    Caller ana = platform.newTenant("ana-" + field.toLowerCase(java.util.Locale.ROOT));
    Caller eve = platform.newTenant("eve-" + field.toLowerCase(java.util.Locale.ROOT));
    create(ana, "C-1", Map.of("requirementIds", requirements(ana).subList(0, 1)));
    String id = anyId(ana, field);
    String query = "query($id: ID!) { %s(id: $id) { id } }".formatted(field);
    String forged = id.replace(GlobalId.tag(ana.tenant()), GlobalId.tag(eve.tenant()));

    assertThat(platform.answer(ana, query, Map.of("id", id)).text("/" + field + "/id"))
        .isEqualTo(id);
    assertThat(codes(platform.ask(eve, query, Map.of("id", id)))).containsExactly("NOT_FOUND");
    assertThat(codes(platform.ask(eve, query, Map.of("id", forged)))).containsExactly("NOT_FOUND");
    assertThat(codes(platform.ask(ana, query, Map.of("id", "x")))).containsExactly("NOT_FOUND");
  }

  @Test
  void aCursorOfAnotherTenantOrListIsRefused() {
    Caller ana = platform.newTenant("cursor-ana");
    Caller eve = platform.newTenant("cursor-eve");
    create(ana, "C-1", Map.of());
    String cursor =
        platform
            .answer(ana, "{ controls { pageInfo { endCursor } } }", Map.of())
            .text("/controls/pageInfo/endCursor");

    String query = "query($after: String) { controls(after: $after) { edges { node { ref } } } }";
    String otherList =
        "query($after: String) { frameworks(after: $after) { edges { node { refCode } } } }";

    assertThat(platform.ask(ana, query, Map.of("after", cursor)).getErrors()).isEmpty();
    assertThat(codes(platform.ask(eve, query, Map.of("after", cursor))))
        .containsExactly("VALIDATION_FAILED");
    assertThat(codes(platform.ask(ana, otherList, Map.of("after", cursor))))
        .containsExactly("VALIDATION_FAILED");
  }

  @Test
  void aListPagesForwardAndBackwardWithoutGaps() {
    Caller ana = platform.newTenant("pages");
    IntStream.range(0, 7).forEach(i -> create(ana, "C-" + i, Map.of()));
    String page =
        """
        query P($first: Int, $after: String, $last: Int, $before: String) {
          controls(first: $first, after: $after, last: $last, before: $before) {
            totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { ref } } } }
        """;

    Answer one = platform.answer(ana, page, Map.of("first", 3));
    Answer two =
        platform.answer(
            ana, page, Map.of("first", 3, "after", one.text("/controls/pageInfo/endCursor")));
    Answer back =
        platform.answer(
            ana, page, Map.of("last", 2, "before", two.text("/controls/pageInfo/startCursor")));

    assertThat(one.nodes("/controls", "ref")).containsExactly("C-0", "C-1", "C-2");
    assertThat(one.number("/controls/totalCount")).isEqualTo(7);
    assertThat(two.nodes("/controls", "ref")).containsExactly("C-3", "C-4", "C-5");
    assertThat(back.nodes("/controls", "ref")).containsExactly("C-1", "C-2");
  }

  @Test
  void statementsOfANestedListDoNotGrowWithItsParents() {
    Caller ana = platform.newTenant("batches");
    var requirements = requirements(ana);
    IntStream.range(0, 5)
        .forEach(i -> create(ana, "C-" + i, Map.of("requirementIds", requirements)));
    String version = anyId(ana, "frameworkVersion");

    long one = statements(ana, version, 1);
    long four = statements(ana, version, 4);

    assertThat(four).isEqualTo(one).isLessThanOrEqualTo(5);
  }

  /** The least of some runs: the worker looks for jobs now and then, which counts as well. */
  private long statements(Caller caller, String version, int first) {
    return LongStream.range(0, 4)
        .map(_ -> statementsOnce(caller, version, first))
        .min()
        .orElseThrow();
  }

  private long statementsOnce(Caller caller, String version, int first) {
    long before = platform.data().statements().statements();
    platform.answer(
        caller,
        """
        query N($id: ID!, $first: Int) { requirements(frameworkVersionId: $id, first: $first, filter: {kind: REQUIREMENT}) {
          edges { node { ref parent { ref } controls(first: 3) { totalCount edges { node { ref } } } } } } }
        """,
        Map.of("id", version, "first", first));
    return platform.data().statements().statements() - before;
  }

  @Test
  void requirementsAreFilteredByWhatPeopleLookFor() {
    Caller ana = platform.newTenant("filters");
    var requirements = requirements(ana);
    create(ana, "C-1", Map.of("requirementIds", requirements.subList(0, 1)));
    String version = anyId(ana, "frameworkVersion");

    assertThat(filtered(ana, version, Map.of("family", "h2")))
        .containsExactly("H2", "H2.1", "H2.2");
    assertThat(filtered(ana, version, Map.of("refPrefix", "h1."))).containsExactly("H1.1", "H1.2");
    assertThat(filtered(ana, version, Map.of("active", false))).containsExactly("H1.2");
    assertThat(filtered(ana, version, Map.of("text", "AT NIGHT"))).containsExactly("H1.1", "H2.1");
    assertThat(filtered(ana, version, Map.of("text", "100%"))).containsExactly("H2.2");
    assertThat(filtered(ana, version, Map.of("level", 0))).containsExactly("H1", "H2");
    assertThat(filtered(ana, version, Map.of("kind", "GROUP"))).containsExactly("H1", "H2");
    assertThat(filtered(ana, version, Map.of("hasControls", true))).containsExactly("H1.1");
  }

  private List<String> filtered(Caller caller, String version, Map<String, Object> filter) {
    return platform
        .answer(
            caller,
            """
            query F($id: ID!, $filter: RequirementFilter) {
              requirements(frameworkVersionId: $id, filter: $filter) { edges { node { ref } } } }
            """,
            Map.of("id", version, "filter", filter))
        .nodes("/requirements", "ref");
  }

  @Test
  void entitiesAreResolvedForTheRouterAndForeignOnesAreNotFound() {
    Caller ana = platform.newTenant("entities-ana");
    Caller eve = platform.newTenant("entities-eve");
    requirements(ana);
    String query =
        """
        query E($r: [_Any!]!) { _entities(representations: $r) {
          ... on Tenant { frameworks { totalCount } } ... on Framework { refCode } } }
        """;
    var tenant =
        Map.of(
            "__typename",
            "Tenant",
            "id",
            ai.kompl.kit.TenantReference.TYPE.globalId(
                ana, new ai.kompl.kit.TenantReference(ana.tenant())));
    var framework = Map.of("__typename", "Framework", "id", anyId(ana, "framework"));

    Answer own = platform.answer(ana, query, Map.of("r", List.of(tenant, framework)));
    ExecutionResult foreign = platform.ask(eve, query, Map.of("r", List.of(tenant, framework)));

    assertThat(own.number("/_entities/0/frameworks/totalCount")).isEqualTo(1);
    assertThat(own.text("/_entities/1/refCode")).isEqualTo("HOUSE");
    assertThat(codes(foreign)).containsExactly("NOT_FOUND", "NOT_FOUND");
  }

  /** Imports the small catalogue and gives its four requirements. */
  private List<String> requirements(Caller caller) {
    Answer job =
        catalogues.run(
            caller, Catalogues.small("HOUSE", "1").getBytes(StandardCharsets.UTF_8), "NATIVE");
    return platform
        .answer(
            caller,
            "query($id: ID!) { requirements(frameworkVersionId: $id, filter: {kind: REQUIREMENT}) { edges { node { id } } } }",
            Map.of("id", job.text("/importJob/frameworkVersion/id")))
        .nodes("/requirements", "id");
  }

  private String anyId(Caller caller, String field) {
    Answer all =
        platform.answer(
            caller,
            """
            { frameworks { edges { node { id currentVersion { id requirements(first: 1) { edges { node { id } } } } } } }
              controls { edges { node { id } } } importJobs { edges { node { id } } } }
            """,
            Map.of());
    String version = "/frameworks/edges/0/node/currentVersion";
    return switch (field) {
      case "framework" -> all.text("/frameworks/edges/0/node/id");
      case "frameworkVersion" -> all.text(version + "/id");
      case "requirement" -> all.text(version + "/requirements/edges/0/node/id");
      case "control" -> all.text("/controls/edges/0/node/id");
      default -> all.text("/importJobs/edges/0/node/id");
    };
  }

  private Answer create(Caller caller, String ref, Map<String, ?> more) {
    Map<String, @Nullable Object> input =
        new HashMap<>(Map.of("ref", ref, "title", "Control " + ref));
    input.putAll(more);
    return mutate(caller, "createControl", "CreateControlInput", input);
  }

  private Answer update(Caller caller, String id, Map<String, ? extends @Nullable Object> more) {
    Map<String, @Nullable Object> input = new HashMap<>(more);
    input.put("id", id);
    return mutate(caller, "updateControl", "UpdateControlInput", input);
  }

  private Answer mutate(
      Caller caller, String field, String type, Map<String, ? extends @Nullable Object> input) {
    String document =
        "mutation M($input: %s!) { %s(input: $input) { control { id ref version objective frequency deletedAt } userErrors { code path } } }"
            .formatted(type, field);
    return platform.answer(caller, document, Map.of("input", input));
  }

  private Answer links(Caller caller, String field, String count, Map<String, Object> input) {
    String type = Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Input";
    String document =
        "mutation M($input: %s!) { %s(input: $input) { %s userErrors { code message } } }"
            .formatted(type, field, count);
    return platform.answer(caller, document, Map.of("input", input));
  }

  private List<String> refs(Caller caller) {
    return platform
        .answer(caller, "{ controls { edges { node { ref } } } }", Map.of())
        .nodes("/controls", "ref");
  }

  private List<String> controlsOf(Caller caller, String requirementId) {
    return platform
        .answer(
            caller,
            "query($id: ID!) { requirement(id: $id) { controls { edges { node { ref } } } } }",
            Map.of("id", requirementId))
        .nodes("/requirement/controls", "ref");
  }

  /** The changes of controls, each in the audit trail and in the outbox. */
  private List<String> booked(Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx -> {
              var told =
                  tx.query(
                      "select type from private.outbox where type like 'regops.control.%' order by sequence",
                      row -> row.string("type"));
              var audited =
                  tx.query(
                      "select action from private.audit_events where action like 'regops.control.%' order by sequence",
                      row -> row.string("action"));
              assertThat(audited).isEqualTo(told);
              return told;
            });
  }

  private static List<String> codes(ExecutionResult result) {
    return result.getErrors().stream()
        .map(error -> String.valueOf(error.getExtensions().get("code")))
        .toList();
  }
}
