package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.operation.Limits;
import ai.kompl.federation.plan.EntityReference;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.testkit.Scripted;
import ai.kompl.federation.testkit.ScriptedSubgraph;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphTransport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FederationEngineTest {
  private static final String LINK =
      "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import:"
          + " [\"@key\", \"@inaccessible\"])\n";
  private static final SubgraphSource JOBS =
      new SubgraphSource(
          "jobs",
          "http://jobs",
          LINK
              + """
              type Query { job(id: ID!, kind: Kind = SLOW): Job  jobs(filter: Filter): [Job!]! }
              type Mutation { start(name: String!): Job }
              type Subscription { progress(job: ID!): Job! }
              type Job @key(fields: "id") { id: ID! percent: Int owner: User }
              type User @key(fields: "id") { id: ID! }
              enum Kind { SLOW FAST SECRET @inaccessible }
              input Filter { name: String! size: Int }
              """);
  private static final SubgraphSource USERS =
      new SubgraphSource(
          "users",
          "http://users",
          LINK + "type Query { me: User } type User @key(fields: \"id\") { id: ID! name: String }");

  private final ScriptedSubgraph jobs =
      ScriptedSubgraph.json(
          "{\"data\":{\"job\":{\"percent\":5,\"id\":\"j1\",\"owner\":{\"id\":\"u1\"}},"
              + "\"start\":{\"id\":\"j2\",\"percent\":0},"
              + "\"_entities\":[{\"percent\":40,\"owner\":{\"id\":\"u1\"}}]}}");
  private final ScriptedSubgraph users =
      ScriptedSubgraph.json("{\"data\":{\"_entities\":[{\"name\":\"Ana\"}]}}");
  private final FederationEngine engine = engine(EngineSettings.standard());

  private FederationEngine engine(EngineSettings settings) {
    Supergraph supergraph =
        switch (Composer.compose(List.of(JOBS, USERS))) {
          case Composition.Composed composed -> Supergraph.read(composed.supergraphSdl());
          case Composition.Refused refused ->
              throw new IllegalStateException(refused.errors().toString());
        };
    Map<String, SubgraphTransport> transports = Map.of("jobs", jobs, "users", users);
    return FederationEngine.create(supergraph, transports, settings);
  }

  private static RequestContext context() {
    return new RequestContext(Instant.now().plusSeconds(10), null);
  }

  private PreparedOperation.Executable prepared(String document) {
    PreparedOperation operation = engine.prepare(document, null);
    assertThat(operation).isInstanceOf(PreparedOperation.Executable.class);
    return (PreparedOperation.Executable) operation;
  }

  private String rejection(FederationEngine by, String document, @Nullable String name) {
    PreparedOperation operation = by.prepare(document, name);
    assertThat(operation).isInstanceOf(PreparedOperation.Rejected.class);
    return String.valueOf(
        ((PreparedOperation.Rejected) operation).errors().getFirst().extensions().get("code"));
  }

  private static String text(GraphQlResponse response) {
    return new String(response.toByteArray(), StandardCharsets.UTF_8);
  }

  @Test
  void aQueryIsAnsweredAcrossSubgraphs() {
    var query = prepared("query Q($id: ID!) { work: job(id: $id) { percent owner { name } } }");

    String answer = text(engine.execute(query, Map.of("id", 7), context()));

    assertThat(answer)
        .isEqualTo("{\"data\":{\"work\":{\"percent\":5,\"owner\":{\"name\":\"Ana\"}}}}");
    assertThat(jobs.variables()).containsExactly("{\"id\":\"7\"}");
    assertThat(users.variables())
        .containsExactly("{\"representations\":[{\"__typename\":\"User\",\"id\":\"u1\"}]}");
  }

  @Test
  void aSubscriptionRunsFromTheEntityOfItsEvent() {
    var subscription =
        prepared("subscription S($j: ID!) { progress(job: $j) { id percent owner { name } } }");

    String answer =
        text(
            engine.executeFrom(
                subscription,
                new EntityReference("Job", Map.of("id", "j1")),
                Map.of("j", "j1"),
                context()));

    assertThat(answer)
        .isEqualTo(
            "{\"data\":{\"progress\":{\"id\":\"j1\",\"percent\":40,\"owner\":{\"name\":\"Ana\"}}}}");
    assertThat(jobs.variables())
        .containsExactly("{\"representations\":[{\"__typename\":\"Job\",\"id\":\"j1\"}]}");
  }

  @Test
  void aSubscriptionForWhatTheEventAlreadySaysAsksNobody() {
    var subscription = prepared("subscription { progress(job: 1) { id __typename } }");

    String answer =
        text(
            engine.executeFrom(
                subscription, new EntityReference("Job", Map.of("id", "j1")), Map.of(), context()));

    assertThat(answer)
        .isEqualTo("{\"data\":{\"progress\":{\"id\":\"j1\",\"__typename\":\"Job\"}}}");
    assertThat(jobs.operations()).isEmpty();
  }

  @Test
  void callersSeeKindNameAndRootFieldsBeforeTheyRun() {
    var mutation = prepared("mutation Start($n: String!) { go: start(name: $n) { id } }");

    assertThat(mutation.kind()).isEqualTo(OperationKind.MUTATION);
    assertThat(mutation.name()).isEqualTo("Start");
    assertThat(mutation.rootFields())
        .singleElement()
        .satisfies(field -> {
          assertThat(field.name()).isEqualTo("start");
          assertThat(field.responseKey()).isEqualTo("go");
          assertThat(field.arguments(Map.of("n", "x"))).isEqualTo(Map.of("name", "x"));
        });
  }

  @Test
  void introspectionShowsTheApiSchemaOnly() {
    var query =
        prepared(
            "{ __type(name: \"Kind\") { enumValues { name } } __typename me: __schema { queryType { name } } }");

    String answer = text(engine.execute(query, Map.of(), context()));

    assertThat(answer)
        .isEqualTo(
            "{\"data\":{\"__type\":{\"enumValues\":[{\"name\":\"SLOW\"},{\"name\":\"FAST\"}]},"
                + "\"__typename\":\"Query\",\"me\":{\"queryType\":{\"name\":\"Query\"}}}}");
    assertThat(jobs.operations()).isEmpty();
  }

  @Test
  void introspectionRunsBesideVariablesOfCustomScalars() {
    FederationEngine clocks =
        Scripted.engine(
            Map.of(
                "clocks",
                "scalar Moment type Query { at(moment: Moment!, x: In): Moment } input In { m: Moment }"),
            Map.of("clocks", ScriptedSubgraph.json("{\"data\":{\"at\":[1]}}")));
    var query =
        Scripted.prepared(
            clocks,
            "query Q($m: Moment!, $x: In, $t: String!) { at(moment: $m, x: $x)"
                + " __type(name: $t) { ...T } } fragment T on __Type { name }");

    GraphQlResponse response =
        clocks.execute(
            query,
            Map.of("m", Map.of("day", 1), "t", "Moment", "x", Map.of("m", List.of(1))),
            context());

    assertThat(text(response))
        .isEqualTo("{\"data\":{\"at\":[1],\"__type\":{\"name\":\"Moment\"}}}");
  }

  @Test
  void anEntityIsGivenByNestedKeyFields() {
    ScriptedSubgraph seats = ScriptedSubgraph.json("{\"data\":{\"_entities\":[{\"price\":9}]}}");
    FederationEngine halls =
        Scripted.engine(
            Map.of(
                "halls",
                """
                type Query { x: Int }
                type Subscription { sold(hall: ID!): Seat }
                type Seat @key(fields: "row { hall { id } number } seat") { row: Row! seat: Int! }
                type Row { hall: Hall! number: Int! }
                type Hall { id: ID! }
                """,
                "prices",
                """
                type Seat @key(fields: "row { hall { id } number } seat") { row: Row! seat: Int! price: Int }
                type Row { hall: Hall! @shareable number: Int! @shareable }
                type Hall { id: ID! @shareable }
                """
                    .replace(
                        "row: Row! seat: Int! price",
                        "row: Row! @external seat: Int! @external price")),
            Map.of("halls", ScriptedSubgraph.json("{}"), "prices", seats));
    var subscription =
        Scripted.prepared(halls, "subscription { sold(hall: 1) { seat price row { number } } }");
    EntityReference seat =
        new EntityReference(
            "Seat", Map.of("seat", 4, "row", Map.of("number", 7, "hall", Map.of("id", "h"))));

    String answer = text(halls.executeFrom(subscription, seat, Map.of(), context()));

    assertThat(answer)
        .isEqualTo("{\"data\":{\"sold\":{\"seat\":4,\"price\":9,\"row\":{\"number\":7}}}}");
    assertThat(seats.variables())
        .containsExactly(
            "{\"representations\":[{\"__typename\":\"Seat\",\"row\":{\"hall\":{\"id\":\"h\"},\"number\":7},\"seat\":4}]}");
  }

  @Test
  void aResponseTellsWhetherItWasRunAndItsErrorCodes() {
    var query = prepared("query Q($id: ID!) { job(id: $id) { percent } me { name } }");
    GraphQlResponse refused = engine.execute(query, Map.of(), context());
    GraphQlResponse ran = engine.execute(query, Map.of("id", 1), context());

    assertThat(refused.executed()).isFalse();
    assertThat(refused.errorCodes()).containsExactly("VARIABLE_COERCION_FAILED");
    assertThat(ran.executed()).isTrue();
    assertThat(ran.errorCodes()).isEmpty();
  }

  @Test
  void oneOperationIsPreparedOnceForAllCallers() {
    PreparedOperation first = engine.prepare("{ me { name } }", null);

    assertThat(engine.prepare("{ me { name } }", null)).isSameAs(first);
    assertThat(engine.preparedOperations()).isEqualTo(1);
  }

  @Test
  void badDocumentsAreRefusedWithTheirCode() {
    assertThat(rejection(engine, "{ me {", null)).isEqualTo("GRAPHQL_PARSE_FAILED");
    assertThat(rejection(engine, "{ nobody }", null)).isEqualTo("GRAPHQL_VALIDATION_FAILED");
    assertThat(rejection(engine, "query A { me { id } } query B { me { id } }", null))
        .isEqualTo("OPERATION_NOT_FOUND");
    assertThat(rejection(engine, "query A { me { id } }", "B")).isEqualTo("OPERATION_NOT_FOUND");
    assertThat(rejection(engine, "{ ...F } fragment F on Query { ...F }", null))
        .isEqualTo("GRAPHQL_VALIDATION_FAILED");
    assertThat(rejection(engine, "{" + "a".repeat(2_000_000) + "}", null))
        .isEqualTo("OPERATION_TOO_LARGE");
    assertThat(rejection(engine, "{ me { id " + "name ".repeat(20_000) + "} }", null))
        .isEqualTo("OPERATION_TOO_LARGE");
  }

  @Test
  void tooManyAliasesAreRefusedBeforeValidation() {
    StringBuilder document = new StringBuilder("{");
    for (int number = 0; number < 600; number++) {
      document.append(" a").append(number).append(": me { id }");
    }

    assertThat(rejection(engine, document.append('}').toString(), null))
        .isEqualTo("OPERATION_TOO_COMPLEX");
  }

  @Test
  void introspectionCanBeSwitchedOff() {
    FederationEngine closed =
        engine(EngineSettings.standard().withLimits(Limits.standard().withIntrospection(false)));

    assertThat(rejection(closed, "{ __schema { queryType { name } } }", null))
        .isEqualTo("INTROSPECTION_DISABLED");
  }

  @Test
  void variablesThatDoNotFitAreNamed() {
    var query = prepared("query Q($f: Filter) { jobs(filter: $f) { id } }");

    String missing = text(engine.execute(query, Map.of("f", Map.of("size", 1)), context()));
    String unknown =
        text(engine.execute(query, Map.of("f", Map.of("name", "n", "x", 1)), context()));
    String wrong =
        text(engine.execute(query, Map.of("f", Map.of("name", "n", "size", "1")), context()));

    assertThat(missing).contains("VARIABLE_COERCION_FAILED").contains("$f.name");
    assertThat(unknown).contains("no such field: x");
    assertThat(wrong).contains("$f.size: expected an Int but found a string");
    assertThat(jobs.operations()).isEmpty();
  }

  @Test
  void aHiddenEnumValueIsNoInput() {
    assertThat(rejection(engine, "{ job(id: 1, kind: SECRET) { id } }", null))
        .isEqualTo("GRAPHQL_VALIDATION_FAILED");
  }

  @Test
  void anOperationOfTooManyCallsIsRefused() {
    StringBuilder document = new StringBuilder("mutation { start(name: \"a\") { owner { name } }");
    for (int number = 0; number < 500; number++) {
      document.append(" a").append(number).append(": start(name: \"b\") { owner { name } }");
    }

    assertThat(rejection(engine, document.append('}').toString(), null))
        .isEqualTo("OPERATION_TOO_COMPLEX");
  }

  @Test
  void aPlanIsExplainedForPeopleAndForTools() {
    var query =
        prepared(
            "query Q($all: Boolean!) { jobs(filter: {name: \"n\"}) { owner {"
                + " name @include(if: $all) } id } }");

    PlanExplanation explanation = engine.explain(query);

    assertThat(explanation.text()).contains("#0 jobs").contains("#1 users after #0");
    assertThat(explanation.apolloJson())
        .startsWith(
            "{\"kind\":\"QueryPlan\",\"node\":{\"kind\":\"Sequence\",\"nodes\":[{\"kind\":\"Fetch\"")
        .contains(
            "\"condition\":\"all\",\"ifClause\":{\"kind\":\"Flatten\",\"path\":[\"jobs\",\"@\",\"owner\"]")
        .contains("{\"kind\":\"InlineFragment\",\"typeCondition\":\"User\",\"selections\":[")
        .contains("{\"kind\":\"Field\",\"name\":\"id\"}");
  }
}
