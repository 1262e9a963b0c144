package ai.kompl.federation;

import static ai.kompl.federation.testkit.Answers.answer;
import static ai.kompl.federation.testkit.Answers.denied;
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

/** Guards in mutations, subscriptions and deferred parts; one plan serves all callers. */
class GuardedRequestsTest {
  private final Office office = new Office();
  private final Federation federation = Federation.inProcess(office.subgraphs());

  private String run(String query, Rights rights) {
    return federation.run(query, Map.of(), rights);
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
