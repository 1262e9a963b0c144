package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.Page;
import ai.kompl.federation.plan.EntityReference;
import ai.kompl.federation.rights.Requirement;
import ai.kompl.federation.rights.Rights;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Held;
import ai.kompl.federation.testkit.Office;
import ai.kompl.federation.testkit.StubSubgraph;
import ai.kompl.federation.transport.InProcessTransport;
import ai.kompl.federation.transport.SubgraphResponse;
import ai.kompl.federation.transport.SubgraphTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a caller may not see is neither fetched nor shown, and the plan is the same for all. */
class GuardsTest {
  private final Office office = new Office();
  private final Federation federation = Federation.inProcess(office.subgraphs());

  private String run(String query, Rights rights) {
    return federation.run(query, Map.of(), rights);
  }

  private static String denied(String field, Object... path) {
    List<String> steps = new ArrayList<>();
    for (Object step : path) {
      steps.add(step instanceof String key ? '"' + key + '"' : step.toString());
    }
    return "{\"message\":\"You are not authorized to see field '"
        + field
        + "' or its type.\",\"path\":["
        + String.join(",", steps)
        + "],\"extensions\":{\"code\":\"UNAUTHORIZED_FIELD_OR_TYPE\"}}";
  }

  private static String answer(String data, String... errors) {
    String list = errors.length == 0 ? "" : ",\"errors\":[" + String.join(",", errors) + "]";
    return "{\"data\":" + data + list + "}";
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

  @Test
  void aDeniedMutationIsNeverSent() {
    String query =
        "mutation { a: rename(id: 1, name: \"A\") { id } dismiss(id: 1) payOut(id: 1) b: rename(id: 2, name: \"B\") { id } }";

    String answer = run(query, Rights.NONE);

    assertThat(answer)
        .isEqualTo(
            answer(
                "{\"a\":{\"id\":\"1\"},\"dismiss\":null,\"payOut\":null,\"b\":{\"id\":\"2\"}}",
                denied("dismiss", "dismiss"),
                denied("payOut", "payOut")));
    assertThat(office.dismissed()).isZero();
    assertThat(federation.takeCalls()).hasSize(2).noneMatch(call -> call.contains("dismiss"));
    assertThat(run(query, Held.scopes("admin"))).doesNotContain("errors");
    assertThat(office.dismissed()).isEqualTo(1);
  }

  @Test
  void aDeniedMutationThatMayNotBeNullEmptiesTheDataButIsNotSent() {
    String answer = run("mutation { wipe }", Held.scopes("hr"));

    assertThat(answer).isEqualTo(answer("null", denied("wipe", "wipe")));
    assertThat(federation.takeCalls()).isEmpty();
    assertThat(office.dismissed()).isZero();
  }

  @Test
  void aDeniedSubscriptionFetchesNothingForAnEvent() {
    String query = "subscription { wageChanged { name grade } }";
    EntityReference entity = new EntityReference("Person", Map.of("id", "1"));

    String denied = event(query, entity, Held.KNOWN);
    List<String> callsOfTheDenied = federation.takeCalls();

    assertThat(denied)
        .isEqualTo(answer("{\"wageChanged\":null}", denied("wageChanged", "wageChanged")));
    assertThat(callsOfTheDenied).isEmpty();
    assertThat(event(query, entity, Held.scopes("hr")))
        .isEqualTo(answer("{\"wageChanged\":{\"name\":\"Person 1\",\"grade\":\"G1\"}}"));
  }

  @Test
  void aSubscriptionGuardsTheFieldsOfItsEvents() {
    EntityReference entity = new EntityReference("Person", Map.of("id", "1"));

    String answer = event("subscription { personChanged { id email wage } }", entity, Held.KNOWN);

    assertThat(answer)
        .isEqualTo(
            answer(
                "{\"personChanged\":{\"id\":\"1\",\"email\":\"p1@example.org\",\"wage\":null}}",
                denied("wage", "personChanged", "wage")));
    assertThat(federation.takeCalls()).hasSize(1);
  }

  private String event(String query, EntityReference entity, Rights rights) {
    return Federation.text(
        federation
            .engine()
            .executeFrom(executable(query), entity, Map.of(), Federation.context(rights)));
  }

  private PreparedOperation.Executable executable(String query) {
    return (PreparedOperation.Executable) federation.engine().prepare(query, null);
  }

  @Test
  void deferredFragmentsAreGuardedToo() throws IOException {
    String query =
        "{ person(id: 1) { name ... @defer(label: \"later\") { grade wage email } ... @defer { vacant: bonus } } }";
    List<String> parts = new ArrayList<>();

    federation
        .engine()
        .executeInParts(
            executable(query),
            Map.of(),
            Federation.context(Held.KNOWN),
            (part, _) -> parts.add(Federation.text(part)));

    String all = String.join("\n", parts);
    assertThat(all)
        .contains("\"grade\":\"G1\",\"wage\":null,\"email\":\"p1@example.org\"")
        .contains("{\"vacant\":null}")
        .contains(denied("wage", "person", "wage"))
        .contains(denied("bonus", "person", "vacant"));
  }

  @Test
  void introspectionShowsWhatIsProtectedToEveryone() {
    String answer = run("{ __type(name: \"Vault\") { name fields { name } } }", Rights.NONE);

    assertThat(answer)
        .isEqualTo(
            answer(
                "{\"__type\":{\"name\":\"Vault\",\"fields\":[{\"name\":\"gold\"},{\"name\":\"coins\"}]}}"));
  }

  @Test
  void eachDemandIsAskedForOncePerRequest() {
    List<Requirement> asked = new ArrayList<>();

    run(
        "{ people { email wage bonus } person(id: 1) { email mailbox boss { email wage } } }",
        requirement -> asked.add(requirement));

    assertThat(asked)
        .containsExactlyInAnyOrder(
            new Requirement.Authenticated(), new Requirement.Scopes(List.of(List.of("hr"))));
  }

  @Test
  void callersWithDifferentRightsShareOnePlan() {
    String query =
        "{ person(id: 1) { name email badge diary wage } beings { note } vault { gold } }";
    List<String> scopes = List.of("hr", "read", "admin", "robots");
    List<String> policies = List.of("owner", "keeper");
    List<String> answers = new ArrayList<>();

    for (int caller = 0; caller < 128; caller++) {
      Held held =
          new Held((caller & 1) > 0, picked(scopes, caller >> 1), picked(policies, caller >> 5));
      answers.add(run(query, held));
    }

    assertThat(Set.copyOf(answers)).hasSizeGreaterThan(30);
    assertThat(federation.engine().preparedOperations()).isEqualTo(1);
    assertThat(Set.copyOf(federation.takeCalls())).as("texts that subgraphs see").hasSize(2);
  }

  private static Set<String> picked(List<String> names, int bits) {
    List<String> picked = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if ((bits >> i & 1) > 0) {
        picked.add(names.get(i));
      }
    }
    return Set.copyOf(picked);
  }

  /** As a subgraph would answer that knows no directives: with all that is in the document. */
  private SubgraphTransport generous(StubSubgraph subgraph) {
    return call -> {
      JsonBuffer request = new JsonBuffer(256);
      request.addAscii("{\"query\":");
      request.addString(call.operation().text());
      request.addAscii(",\"variables\":");
      String variables = new String(call.variables().json(), StandardCharsets.UTF_8);
      request.addAscii(variables.replace("false", "true") + "}");
      byte[] body = subgraph.answer(new String(request.toByteArray(), StandardCharsets.UTF_8));
      return new SubgraphResponse.Json(Page.of(body), 0, body.length, 200);
    };
  }

  @Test
  void whatASubgraphGivesUnaskedIsNotShown() {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    office.subgraphs().forEach(one -> transports.put(one.name(), generous(one)));
    Federation generous = Federation.with(office.subgraphs(), transports);
    String query = "{ crew { name email desk { room drawer } } }";

    assertThat(generous.run(query, Map.of(), Held.KNOWN))
        .contains("\"email\":\"p1@example.org\",\"desk\":{\"room\":\"R\",\"drawer\":\"D\"}");
    assertThat(generous.run(query, Map.of(), Rights.NONE))
        .startsWith("{\"data\":{\"crew\":null},")
        .doesNotContain("example.org");
    assertThat(generous.run("{ crew { desk { room } email } }", Map.of(), Rights.NONE))
        .startsWith("{\"data\":{\"crew\":[{\"desk\":{\"room\":\"R\"},\"email\":null},");
  }

  @Test
  void anObjectIsGuardedThoughTheSupergraphForgetsItsInterface() {
    String sdl = Federation.compose(office.subgraphs());
    int from = sdl.indexOf("interface Being");
    String being = sdl.substring(from, sdl.indexOf("}", from));
    String bare = sdl.replace(being, being.replaceAll("@requiresScopes\\([^)]*\\)", ""));
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    office.subgraphs().forEach(one -> transports.put(one.name(), InProcessTransport.create(one)));
    FederationEngine engine =
        FederationEngine.create(Supergraph.read(bare), transports, EngineSettings.standard());
    var beings = (PreparedOperation.Executable) engine.prepare("{ beings { note } }", null);

    String answer =
        Federation.text(engine.execute(beings, Map.of(), Federation.context(Rights.NONE)));

    assertThat(bare).isNotEqualTo(sdl);
    assertThat(answer)
        .isEqualTo(
            answer(
                "{\"beings\":[{\"note\":\"note 1\"},{\"note\":null}]}",
                denied("note", "beings", 1, "note")));
  }

  @Test
  void theNameOfAGuardsVariableLeavesTheClientsNamesAlone() {
    String query = "query Q($right_0: ID!) { person(id: $right_0) { email } }";

    String answer = federation.run(query, Map.of("right_0", "1"), Held.KNOWN);

    assertThat(answer).isEqualTo(answer("{\"person\":{\"email\":\"p1@example.org\"}}"));
  }

  @Test
  void anExplanationShowsWhatIsDemanded() {
    PlanExplanation explanation =
        federation.engine().explain(executable("{ person(id: 1) { name wage email diary } }"));

    assertThat(explanation.text())
        .contains("#1 wages after #0 if $right_0\n")
        .contains("$right_0 = scopes hr\n$right_1 = authenticated\n")
        .contains("$right_2 = policies audit-open and auditor or owner\n");
    assertThat(explanation.apolloJson()).contains("\"condition\":\"right_0\"");
  }
}
