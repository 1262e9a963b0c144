package ai.kompl.federation;

import static ai.kompl.federation.testkit.Answers.answer;
import static ai.kompl.federation.testkit.Answers.denied;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.rights.Rights;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Held;
import ai.kompl.federation.testkit.Office;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a caller may not see is neither fetched nor shown. */
class GuardsTest {
  private final Office office = new Office();
  private final Federation federation = Federation.inProcess(office.subgraphs());

  private String run(String query, Rights rights) {
    return federation.run(query, Map.of(), rights);
  }

  @Test
  void aFieldThatTheCallerHoldsTheRightForIsShown() {
    String answer = run("{ person(id: 1) { name email } }", Held.KNOWN);

    assertThat(answer)
        .isEqualTo(answer("{\"person\":{\"name\":\"Person 1\",\"email\":\"p1@example.org\"}}"));
  }

  @Test
  void aDeniedFieldIsNullAndAnErrorTellsWhyWhileItIsNotAskedFor() {
    String answer = run("{ person(id: 1) { name mail: email } }", Rights.NONE);

    assertThat(answer)
        .isEqualTo(
            answer(
                "{\"person\":{\"name\":\"Person 1\",\"mail\":null}}",
                denied("email", "person", "mail")));
  }

  @Test
  void aSkippedFieldIsAbsentWhetherItIsDeniedOrNot() {
    String query =
        "query Q($no: Boolean!) { person(id: 1) { name email @include(if: $no) badge @skip(if: true) } }";

    String answer = federation.run(query, Map.of("no", false), Rights.NONE);

    assertThat(answer).isEqualTo(answer("{\"person\":{\"name\":\"Person 1\"}}"));
  }

  @Test
  void aDeniedFieldThatMayNotBeNullTakesItsParentWithIt() {
    String answer =
        run(
            "{ person(id: 1) { name desk { room drawer } } people { id badge } }",
            Held.scopes("hr"));

    assertThat(answer).isEqualTo(answer("null", denied("badge", "people", 0, "badge")));
  }

  @Test
  void aDeniedFieldThatMayNotBeNullStopsAtTheNearestNullablePlace() {
    String answer =
        run("{ person(id: 1) { name desk { room drawer } } staff: crew { id } }", Rights.NONE);

    assertThat(answer)
        .isEqualTo(
            answer(
                "{\"person\":null,\"staff\":[{\"id\":\"1\"},{\"id\":\"2\"}]}",
                denied("drawer", "person", "desk", "drawer")));
  }

  @Test
  void eachElementOfAListSaysWhatItMisses() {
    String answer = run("{ people { id email } }", Rights.NONE);

    assertThat(answer)
        .isEqualTo(
            answer(
                "{\"people\":[{\"id\":\"1\",\"email\":null},{\"id\":\"2\",\"email\":null}]}",
                denied("email", "people", 0, "email"),
                denied("email", "people", 1, "email")));
  }

  @Test
  void oneOfSeveralSetsOfScopesMustBeHeldWhole() {
    String query = "{ person(id: 1) { badge } }";

    assertThat(run(query, Held.scopes("hr", "read"))).contains("\"badge\":\"B1\"");
    assertThat(run(query, Held.scopes("admin"))).contains("\"badge\":\"B1\"");
    assertThat(run(query, Held.scopes("hr"))).contains("\"person\":null");
    assertThat(run(query, Held.scopes("read"))).contains("\"person\":null");
  }

  @Test
  void oneOfSeveralSetsOfPoliciesMustHoldWhole() {
    String query = "{ person(id: 1) { diary } }";

    assertThat(run(query, Held.policies("owner"))).contains("dear 1");
    assertThat(run(query, Held.policies("auditor", "audit-open"))).contains("dear 1");
    assertThat(run(query, Held.policies("auditor"))).contains("\"diary\":null");
  }

  @Test
  void aFieldOfAProtectedTypeIsDeniedAsAWhole() {
    String answer = run("{ vault { gold } pin shade }", Held.policies("lodger"));

    assertThat(answer)
        .isEqualTo(
            answer(
                "{\"vault\":null,\"pin\":1234,\"shade\":null}",
                denied("vault", "vault"),
                denied("shade", "shade")));
    assertThat(run("{ vault { gold } }", Held.policies("keeper")))
        .isEqualTo(answer("{\"vault\":{\"gold\":7}}"));
  }

  @Test
  void anObjectOfAProtectedTypeIsGuardedBehindAFragment() {
    String query =
        "{ things { __typename ... on Vault { coins } ... on Desk { room } ... on Person { id } } }";

    assertThat(run(query, Rights.NONE))
        .isEqualTo(
            answer(
                "{\"things\":[{\"__typename\":\"Person\",\"id\":\"1\"},"
                    + "{\"__typename\":\"Vault\",\"coins\":null},"
                    + "{\"__typename\":\"Desk\",\"room\":\"R\"}]}",
                denied("coins", "things", 1, "coins")));
    assertThat(run(query, Held.policies("keeper"))).contains("\"coins\":[1,2]");
  }

  @Test
  void aFieldSelectedOnAnInterfaceNeedsWhatAnyImplementationNeeds() {
    String query = "{ beings { name note } }";

    assertThat(run(query, Rights.NONE))
        .isEqualTo(
            answer(
                "{\"beings\":[{\"name\":\"Person 1\",\"note\":null},{\"name\":\"Robot\",\"note\":null}]}",
                denied("note", "beings", 0, "note"),
                denied("note", "beings", 1, "note")));
    assertThat(run(query, Held.scopes("robots")))
        .isEqualTo(
            answer(
                "{\"beings\":[{\"name\":\"Person 1\",\"note\":\"note 1\"},{\"name\":\"Robot\",\"note\":\"beep\"}]}"));
  }

  @Test
  void aFieldSelectedOnAnObjectTypeNeedsWhatThatTypeNeeds() {
    String query = "{ beings { ... on Person { note } ... on Robot { note } } }";

    assertThat(run(query, Rights.NONE))
        .isEqualTo(
            answer(
                "{\"beings\":[{\"note\":\"note 1\"},{\"note\":null}]}",
                denied("note", "beings", 1, "note")));
  }

  @Test
  void ofTwoSelectionsOfOneFieldTheOneThatIsGrantedCounts() {
    String query = "{ beings { note ... on Person { note } } }";

    assertThat(run(query, Rights.NONE))
        .isEqualTo(
            answer(
                "{\"beings\":[{\"note\":\"note 1\"},{\"note\":null}]}",
                denied("note", "beings", 1, "note")));
  }

  @Test
  void aFetchWithNothingButDeniedFieldsIsNotSent() {
    String query = "{ person(id: 1) { name wage extra: bonus } }";

    String answer = run(query, Held.KNOWN);
    List<String> callsOfTheDenied = federation.takeCalls();
    run(query, Held.scopes("hr"));

    assertThat(answer)
        .isEqualTo(
            answer(
                "{\"person\":{\"name\":\"Person 1\",\"wage\":null,\"extra\":null}}",
                denied("wage", "person", "wage"),
                denied("bonus", "person", "extra")));
    assertThat(callsOfTheDenied).hasSize(1).first().asString().startsWith("people");
    assertThat(federation.takeCalls()).hasSize(2);
  }

  @Test
  void aRootFetchWithNothingButDeniedFieldsIsNotSent() {
    String answer = run("{ staffCount vault { gold } }", Rights.NONE);

    assertThat(federation.takeCalls()).isEmpty();
    assertThat(answer).isEqualTo(answer("null", denied("staffCount", "staffCount")));
  }

  @Test
  void aFieldThatRequiresAProtectedOneIsFetchedForThoseWhoMaySeeIt() {
    String query = "{ person(id: 1) { name mailbox } }";

    assertThat(run(query, Held.KNOWN))
        .isEqualTo(
            answer("{\"person\":{\"name\":\"Person 1\",\"mailbox\":\"box of p1@example.org\"}}"));
    assertThat(federation.takeCalls()).hasSize(2);
    assertThat(run(query, Rights.NONE))
        .isEqualTo(
            answer(
                "{\"person\":{\"name\":\"Person 1\",\"mailbox\":null}}",
                denied("mailbox", "person", "mailbox")));
    assertThat(federation.takeCalls()).hasSize(1);
  }
}
