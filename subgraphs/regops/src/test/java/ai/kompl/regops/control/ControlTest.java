package ai.kompl.regops.control;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.regops.Answer;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Controls being made, changed, deleted and linked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlTest {

  private final ControlDesk desk = new ControlDesk(RegopsPlatform.open());

  @BeforeAll
  void start() {
    desk.platform().startWorker();
  }

  @AfterAll
  void stop() {
    desk.platform().close();
  }

  @Test
  void aControlIsCreatedWithItsOwnerAndTheRequirementsItMeets() {
    Caller ana = desk.platform().newTenant("create");
    String owner = user(ana, desk.platform().newPerson(ana));
    var requirements = desk.requirements(ana);

    Answer made =
        desk.create(
            ana, "C-1", Map.of("ownerId", owner, "requirementIds", requirements.subList(0, 2)));

    assertThat(made.data().at("/createControl/userErrors")).isEmpty();
    Answer read =
        desk.platform()
            .answer(
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
    assertThat(desk.booked(ana)).containsExactly("regops.control.created");
  }

  @Test
  void anOwnerIsOneOfTheTenantsPeople() {
    Caller ana = desk.platform().newTenant("owner");
    Caller bob = desk.platform().newTenant("owner-other");
    String owner = user(ana, desk.platform().newPerson(ana));
    String nobody = user(ana, UUID.randomUUID());
    String foreign = user(ana, desk.platform().newPerson(bob));
    String id = desk.create(ana, "C-1", Map.of("ownerId", owner)).text("/createControl/control/id");

    for (String other : List.of(nobody, foreign)) {
      Answer made = desk.create(ana, "C-2", Map.of("ownerId", other));
      Answer changed = desk.update(ana, id, Map.of("ownerId", other, "title", "Changed"));

      assertThat(made.text("/createControl/userErrors/0/code")).isEqualTo("NOT_FOUND");
      assertThat(made.text("/createControl/userErrors/0/path/0")).isEqualTo("ownerId");
      assertThat(changed.text("/updateControl/userErrors/0/code")).isEqualTo("NOT_FOUND");
    }
    assertThat(desk.refs(ana)).containsExactly("C-1");
    assertThat(desk.booked(ana)).containsExactly("regops.control.created");
  }

  private static String user(Caller caller, UUID id) {
    return GlobalId.of("user", caller.tenant(), id).toString();
  }

  @Test
  void aChangeNeedsTheVersionThatItWasMadeFrom() {
    Caller ana = desk.platform().newTenant("conflict");
    String id =
        desk.create(ana, "C-1", Map.of("objective", "old")).text("/createControl/control/id");

    Answer changed = desk.update(ana, id, Map.of("title", "New", "expectedVersion", 1));
    Answer late = desk.update(ana, id, Map.of("title", "Newer", "expectedVersion", 1));

    assertThat(changed.number("/updateControl/control/version")).isEqualTo(2);
    assertThat(changed.text("/updateControl/control/objective")).isEqualTo("old");
    assertThat(late.text("/updateControl/userErrors/0/code")).isEqualTo("CONFLICT");
    assertThat(late.data().at("/updateControl/control").isNull()).isTrue();
    assertThat(desk.booked(ana))
        .containsExactly("regops.control.created", "regops.control.updated");
  }

  @Test
  void anExplicitNullClearsAFieldAndWhatIsLeftOutStays() {
    Caller ana = desk.platform().newTenant("clear");
    String id =
        desk.create(ana, "C-1", Map.of("objective", "o", "frequency", "weekly"))
            .text("/createControl/control/id");
    Map<String, @Nullable Object> clear = new HashMap<>();
    clear.put("objective", null);

    Answer changed = desk.update(ana, id, clear);

    assertThat(changed.data().at("/updateControl/control/objective").isNull()).isTrue();
    assertThat(changed.text("/updateControl/control/frequency")).isEqualTo("weekly");
  }

  @Test
  void theSameKeyMakesOneControlAndAnotherInputUnderItIsRefused() {
    Caller ana = desk.platform().newTenant("idempotent");

    Answer first = desk.create(ana, "C-1", Map.of("idempotencyKey", "k"));
    Answer again = desk.create(ana, "C-1", Map.of("idempotencyKey", "k"));
    Answer other = desk.create(ana, "C-2", Map.of("idempotencyKey", "k"));

    assertThat(again.text("/createControl/control/id"))
        .isEqualTo(first.text("/createControl/control/id"));
    assertThat(other.text("/createControl/userErrors/0/code")).isEqualTo("CONFLICT");
    assertThat(desk.refs(ana)).containsExactly("C-1");
    assertThat(desk.booked(ana)).containsExactly("regops.control.created");
  }

  @Test
  void aReferenceBelongsToOneControlInUse() {
    Caller ana = desk.platform().newTenant("unique");
    desk.create(ana, "C-1", Map.of());

    Answer second = desk.create(ana, "c-1", Map.of());

    assertThat(second.text("/createControl/userErrors/0/code")).isEqualTo("CONFLICT");
    assertThat(second.text("/createControl/userErrors/0/path/0")).isEqualTo("ref");
  }

  @Test
  void aDeletedControlLeavesAllListsAndComesBackWithItsLinks() {
    Caller ana = desk.platform().newTenant("restore");
    var requirements = desk.requirements(ana);
    String id =
        desk.create(ana, "C-1", Map.of("requirementIds", requirements.subList(0, 1)))
            .text("/createControl/control/id");

    Answer deleted =
        desk.mutate(
            ana, "deleteControl", "DeleteControlInput", Map.of("id", id, "reason", "merged"));

    assertThat(deleted.data().at("/deleteControl/control/deletedAt").isTextual()).isTrue();
    assertThat(desk.refs(ana)).isEmpty();
    assertThat(desk.controlsOf(ana, requirements.getFirst())).isEmpty();
    assertThat(
            ControlDesk.codes(
                desk.platform()
                    .ask(ana, "query($id: ID!) { control(id: $id) { id } }", Map.of("id", id))))
        .containsExactly("NOT_FOUND");
    Answer restored = desk.mutate(ana, "restoreControl", "RestoreControlInput", Map.of("id", id));
    assertThat(restored.data().at("/restoreControl/control/deletedAt").isNull()).isTrue();
    assertThat(desk.refs(ana)).containsExactly("C-1");
    assertThat(desk.controlsOf(ana, requirements.getFirst())).containsExactly("C-1");
    assertThat(desk.booked(ana))
        .containsExactly(
            "regops.control.created", "regops.control.deleted", "regops.control.restored");
  }

  @Test
  void linkingTwiceIsOneLinkAndUnlinkingTakesIt() {
    Caller ana = desk.platform().newTenant("links");
    var requirements = desk.requirements(ana);
    String id = desk.create(ana, "C-1", Map.of()).text("/createControl/control/id");
    Map<String, Object> input = Map.of("controlId", id, "requirementIds", requirements);

    Answer linked = desk.links(ana, "linkControlToRequirements", "linked", input);
    Answer again = desk.links(ana, "linkControlToRequirements", "linked", input);
    Answer unlinked = desk.links(ana, "unlinkControlFromRequirements", "unlinked", input);

    assertThat(linked.number("/linkControlToRequirements/linked")).isEqualTo(4);
    assertThat(again.number("/linkControlToRequirements/linked")).isZero();
    assertThat(unlinked.number("/unlinkControlFromRequirements/unlinked")).isEqualTo(4);
    assertThat(desk.booked(ana))
        .containsExactly(
            "regops.control.created", "regops.control.linked", "regops.control.unlinked");
  }

  @Test
  void aRefusedChangeLeavesNothing() {
    Caller ana = desk.platform().newTenant("nothing");
    String missing = GlobalId.of("requirement", ana.tenant(), UUID.randomUUID()).toString();

    Answer refused =
        desk.create(ana, "C-1", Map.of("requirementIds", List.of(missing), "idempotencyKey", "k"));

    assertThat(refused.text("/createControl/userErrors/0/code")).isEqualTo("NOT_FOUND");
    assertThat(desk.refs(ana)).isEmpty();
    assertThat(desk.booked(ana)).isEmpty();
  }
}
