package ai.kompl.regops.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.regops.Answer;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.regops.control.ControlDesk;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.DeletionFilter;
import ai.kompl.tenancy.data.DeletionPage;
import ai.kompl.tenancy.data.DeletionRecord;
import ai.kompl.tenancy.data.LegalHold;
import ai.kompl.tenancy.data.RetentionBook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeletionTest {

  private final ControlDesk desk = new ControlDesk(RegopsPlatform.open());

  DeletionTest() {
    desk.platform().startWorker();
  }

  @AfterAll
  void close() {
    desk.platform().close();
  }

  @Test
  void aDeletedFrameworkTakesItsVersionsAlongAndBringsThemBackWithTheLinks() {
    Caller ana = desk.platform().newTenant("cascade");
    List<String> requirements = desk.requirements(ana);
    String id = desk.anyId(ana, "framework");
    desk.create(ana, "C-1", Map.of("requirementIds", requirements.subList(0, 2)));

    Answer deleted = framework(ana, "delete", Map.of("id", id, "reason", "out of scope"));

    assertThat(deleted.number("/deleteFramework/versions")).isOne();
    assertThat(deleted.text("/deleteFramework/framework/deletedAt")).isNotEqualTo("null");
    assertThat(frameworks(ana)).isEmpty();
    assertThat(asked(ana, "requirement", requirements.getFirst())).containsExactly("NOT_FOUND");
    assertThat(desk.refs(ana)).containsExactly("C-1");
    assertThat(linked(ana)).isZero();
    assertThat(records(ana))
        .allMatch(record -> record.state() == DeletionRecord.State.DELETED)
        .allMatch(record -> record.reason().equals(Optional.of("out of scope")))
        .extracting(record -> record.subject().type())
        .containsExactlyInAnyOrder("Framework", "FrameworkVersion");

    Answer restored = framework(ana, "restore", Map.of("id", id));

    assertThat(restored.number("/restoreFramework/versions")).isOne();
    assertThat(frameworks(ana)).containsExactly("HOUSE");
    assertThat(linked(ana)).isEqualTo(2);
    assertThat(desk.controlsOf(ana, requirements.getFirst())).containsExactly("C-1");
    assertThat(records(ana)).allMatch(record -> record.state() == DeletionRecord.State.RESTORED);
    assertThat(actions(ana)).endsWith("regops.framework.deleted", "regops.framework.restored");
  }

  @Test
  void ofTwoRestorationsAtOnceOneComesThrough() throws Exception {
    Caller ana = desk.platform().newTenant("twice");
    desk.requirements(ana);
    String id = desk.anyId(ana, "framework");
    framework(ana, "delete", Map.of("id", id));
    Callable<String> restoration =
        () ->
            framework(ana, "restore", Map.of("id", id)).text("/restoreFramework/userErrors/0/code");

    List<String> codes;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      codes =
          threads.invokeAll(List.of(restoration, restoration)).stream()
              .map(Future::resultNow)
              .toList();
    }

    assertThat(codes).containsExactlyInAnyOrder("", "NOT_FOUND");
  }

  @Test
  void aFrameworkWhoseCodeIsTakenByNowStaysDeleted() {
    Caller ana = desk.platform().newTenant("taken");
    desk.requirements(ana);
    String id = desk.anyId(ana, "framework");
    framework(ana, "delete", Map.of("id", id));
    desk.requirements(ana);

    Answer refused = framework(ana, "restore", Map.of("id", id));

    assertThat(refused.text("/restoreFramework/userErrors/0/code")).isEqualTo("CONFLICT");
    assertThat(records(ana)).allMatch(record -> record.state() == DeletionRecord.State.DELETED);
  }

  @Test
  void anotherTenantNeitherDeletesNorRestoresIt() {
    Caller ana = desk.platform().newTenant("owner");
    Caller mallory = desk.platform().newTenant("other");
    desk.requirements(ana);
    String id = desk.anyId(ana, "framework");

    assertThat(framework(mallory, "delete", Map.of("id", id)).text(CODE.formatted("delete")))
        .isEqualTo("NOT_FOUND");
    framework(ana, "delete", Map.of("id", id));
    assertThat(framework(mallory, "restore", Map.of("id", id)).text(CODE.formatted("restore")))
        .isEqualTo("NOT_FOUND");

    assertThat(records(mallory)).isEmpty();
    assertThat(framework(ana, "restore", Map.of("id", id)).text(CODE.formatted("restore")))
        .isEmpty();
  }

  @Test
  void whenItsTimeIsOverItIsDisposedOfWithEverythingThatIsAPartOfIt() {
    try (var platform = RegopsPlatform.open(Duration.ZERO)) {
      platform.startWorker();
      var brief = new ControlDesk(platform);
      Caller ana = platform.newTenant("over");
      List<String> requirements = brief.requirements(ana);
      String framework = brief.anyId(ana, "framework");
      String control =
          brief
              .create(ana, "C-1", Map.of("requirementIds", requirements))
              .text("/createControl/control/id");

      framework(platform, ana, "delete", Map.of("id", framework));
      brief.mutate(ana, "deleteControl", "DeleteControlInput", Map.of("id", control));

      assertThat(
              RegopsPlatform.eventually(() ->
                  records(platform, ana).stream()
                      .allMatch(record -> record.state() == DeletionRecord.State.DISPOSED)))
          .isTrue();
      assertThat(rows(platform, ana)).isZero();
      assertThat(actions(platform, ana))
          .contains(
              "regops.framework.disposed",
              "regops.framework-version.disposed",
              "regops.control.disposed");
      assertThat(
              framework(platform, ana, "restore", Map.of("id", framework))
                  .text(CODE.formatted("restore")))
          .isEqualTo("PURGED");
    }
  }

  @Test
  void whatIsHeldStaysUntilTheHoldIsReleased() {
    try (var platform = RegopsPlatform.open(Duration.ZERO)) {
      Caller ana = platform.newTenant("held");
      var held = new ControlDesk(platform);
      String id = held.create(ana, "C-1", Map.of()).text("/createControl/control/id");
      held.mutate(ana, "deleteControl", "DeleteControlInput", Map.of("id", id));
      var book = new RetentionBook(InstantSource.system());
      var control = new LegalHold.Target(LegalHold.Scope.SUBJECT, Optional.of(id));
      platform
          .data()
          .tenantDatabase()
          .write(ana, tx -> book.place(tx, control, "case-7", "a claim"));

      platform.startWorker();

      assertThat(RegopsPlatform.eventually(() -> disposals(platform, ana).contains("DONE")))
          .isTrue();
      assertThat(records(platform, ana))
          .allMatch(record -> record.state() == DeletionRecord.State.DELETED);
      // It is looked at again later.
      assertThat(disposals(platform, ana)).containsExactlyInAnyOrder("DONE", "WAITING");
      held.mutate(ana, "restoreControl", "RestoreControlInput", Map.of("id", id));
      assertThat(held.refs(ana)).containsExactly("C-1");
    }
  }

  private static final String CODE = "/%sFramework/userErrors/0/code";

  private static List<String> disposals(RegopsPlatform platform, Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx ->
                tx.query(
                    "select state from private.schedule where kind = 'regops.disposal'",
                    row -> row.string("state")));
  }

  private static long rows(RegopsPlatform platform, Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx ->
                tx.one(
                        """
                        select (select count(*) from regops_framework)
                          + (select count(*) from regops_framework_version)
                          + (select count(*) from regops_requirement)
                          + (select count(*) from regops_control)
                          + (select count(*) from regops_control_requirement) as n
                        """,
                        row -> row.bigInteger("n"))
                    .orElseThrow());
  }

  private Answer framework(Caller caller, String what, Map<String, Object> input) {
    return framework(desk.platform(), caller, what, input);
  }

  private static Answer framework(
      RegopsPlatform platform, Caller caller, String what, Map<String, Object> input) {
    String type = Character.toUpperCase(what.charAt(0)) + what.substring(1);
    String document =
        """
        mutation M($input: %sFrameworkInput!) {
          %sFramework(input: $input) {
            framework { id version deletedAt } versions userErrors { code path message }
          }
        }
        """
            .formatted(type, what);
    return platform.answer(caller, document, Map.of("input", input));
  }

  private List<String> frameworks(Caller caller) {
    return desk.platform()
        .answer(caller, "{ frameworks { edges { node { refCode } } } }", Map.of())
        .nodes("/frameworks", "refCode");
  }

  private int linked(Caller caller) {
    return desk.platform()
        .answer(
            caller,
            "{ controls { edges { node { requirements { totalCount edges { node { id } } } } } } }",
            Map.of())
        .number("/controls/edges/0/node/requirements/totalCount");
  }

  private List<String> asked(Caller caller, String field, String id) {
    return desk
        .platform()
        .ask(caller, "query($id: ID!) { %s(id: $id) { id } }".formatted(field), Map.of("id", id))
        .getErrors()
        .stream()
        .map(error -> String.valueOf(error.getExtensions().get("code")))
        .toList();
  }

  private List<DeletionRecord> records(Caller caller) {
    return records(desk.platform(), caller);
  }

  private static List<DeletionRecord> records(RegopsPlatform platform, Caller caller) {
    var page = new DeletionPage(Optional.empty(), false, 50);
    return platform
        .data()
        .tenantDatabase()
        .read(caller, tx -> tx.deletions().page(DeletionFilter.ALL, page));
  }

  private List<String> actions(Caller caller) {
    return actions(desk.platform(), caller);
  }

  private static List<String> actions(RegopsPlatform platform, Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx ->
                tx.query(
                    "select action from private.audit_events order by sequence",
                    row -> row.string("action")));
  }
}
