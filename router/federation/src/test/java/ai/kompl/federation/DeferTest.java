package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.federation.execute.PartSink;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Scripted;
import ai.kompl.federation.testkit.ScriptedSubgraph;
import ai.kompl.federation.transport.FailureCode;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphResponse;
import ai.kompl.federation.transport.SubgraphTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Responses in parts: what {@code @defer} puts off follows the first response. */
@Timeout(20)
class DeferTest {
  private static final Map<String, String> SCHEMAS =
      Map.of(
          "users",
          """
          type Query { me: User users: [User!]! slow: Int place: Place }
          type User @key(fields: "id") { id: ID! name: String friend: User }
          type Place { town: String street: String }
          """,
          "scores",
          "type User @key(fields: \"id\") { id: ID! score: Int! rank: Int note: Note } type Note { text: String }");
  private static final String ME = "{\"data\":{\"me\":{\"id\":\"1\",\"name\":\"Ana\"}}}";
  private static final String SCORE = "{\"data\":{\"_entities\":[{\"score\":7,\"rank\":1}]}}";

  private final CountDownLatch firstIsOut = new CountDownLatch(1);

  private List<String> parts(
      Map<String, ? extends SubgraphTransport> subgraphs,
      String query,
      Map<String, @Nullable Object> variables) {
    FederationEngine engine = Scripted.engine(SCHEMAS, subgraphs);
    List<String> parts = new ArrayList<>();
    List<Boolean> lasts = new ArrayList<>();
    PartSink sink =
        (part, last) -> {
          parts.add(Federation.text(part));
          lasts.add(last);
          firstIsOut.countDown();
        };
    try {
      engine.executeInParts(
          Scripted.prepared(engine, query), variables, Federation.context(), sink);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(lasts.indexOf(true)).isEqualTo(lasts.size() - 1);
    return parts;
  }

  /** Answers only once the first part has been handed out. */
  private ScriptedSubgraph afterFirst(String body) {
    return ScriptedSubgraph.scripted(_ -> {
      try {
        boolean out = firstIsOut.await(10, TimeUnit.SECONDS);
        assertThat(out).as("the first part does not wait for this call").isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return ScriptedSubgraph.text(body.getBytes(StandardCharsets.UTF_8));
    });
  }

  @Test
  void theFirstPartDoesNotWaitForADeferredFetch() {
    ScriptedSubgraph scores = afterFirst(SCORE);

    List<String> parts =
        parts(
            Map.of("users", ScriptedSubgraph.json(ME), "scores", scores),
            "{ me { name ... @defer(label: \"points\") { score } } }",
            Map.of());

    assertThat(parts)
        .containsExactly(
            "{\"data\":{\"me\":{\"name\":\"Ana\"}},\"hasNext\":true}",
            "{\"incremental\":[{\"label\":\"points\",\"path\":[\"me\"],\"data\":{\"score\":7}}],\"hasNext\":false}");
    assertThat(scores.variables())
        .containsExactly("{\"representations\":[{\"__typename\":\"User\",\"id\":\"1\"}]}");
  }

  @Test
  void slowFieldsOfTheSameSubgraphAreAskedForByKey() {
    ScriptedSubgraph late =
        afterFirst("{\"data\":{\"_entities\":[{\"friend\":{\"name\":\"Bo\"}}]}}");
    SubgraphTransport users =
        call ->
            call.variables().representationCount() > 0
                ? late.execute(call)
                : ScriptedSubgraph.text(ME.getBytes(StandardCharsets.UTF_8));

    List<String> parts =
        parts(
            Map.of("users", users, "scores", ScriptedSubgraph.json("{}")),
            "{ me { name ... @defer { friend { name } } } }",
            Map.of());

    assertThat(parts)
        .containsExactly(
            "{\"data\":{\"me\":{\"name\":\"Ana\"}},\"hasNext\":true}",
            "{\"incremental\":[{\"path\":[\"me\"],\"data\":{\"friend\":{\"name\":\"Bo\"}}}],\"hasNext\":false}");
  }

  @Test
  void rootFieldsAreDeferredToo() {
    ScriptedSubgraph late = afterFirst("{\"data\":{\"slow\":3}}");
    SubgraphTransport users =
        call ->
            call.operation().text().contains("slow")
                ? late.execute(call)
                : ScriptedSubgraph.text(ME.getBytes(StandardCharsets.UTF_8));

    List<String> parts =
        parts(
            Map.of("users", users, "scores", ScriptedSubgraph.json("{}")),
            "{ ...Late @defer me { name } } fragment Late on Query { slow }",
            Map.of());

    assertThat(parts)
        .containsExactly(
            "{\"data\":{\"me\":{\"name\":\"Ana\"}},\"hasNext\":true}",
            "{\"incremental\":[{\"path\":[],\"data\":{\"slow\":3}}],\"hasNext\":false}");
  }

  @Test
  void eachObjectOfAListGetsItsFragmentAndNoObjectMeansNoFurtherPart() {
    String query = "{ users { name ... @defer { rank } } }";
    String two =
        "{\"data\":{\"users\":[{\"id\":\"1\",\"name\":\"A\"},{\"id\":\"2\",\"name\":\"B\"}]}}";
    String ranks = "{\"data\":{\"_entities\":[{\"rank\":1},{\"rank\":2}]}}";

    List<String> some =
        parts(
            Map.of("users", ScriptedSubgraph.json(two), "scores", ScriptedSubgraph.json(ranks)),
            query,
            Map.of());
    List<String> none =
        parts(
            Map.of(
                "users",
                ScriptedSubgraph.json("{\"data\":{\"users\":[]}}"),
                "scores",
                ScriptedSubgraph.failing(FailureCode.SUBREQUEST_FAILED)),
            query,
            Map.of());

    assertThat(some.getLast())
        .isEqualTo(
            "{\"incremental\":[{\"path\":[\"users\",0],\"data\":{\"rank\":1}},"
                + "{\"path\":[\"users\",1],\"data\":{\"rank\":2}}],\"hasNext\":false}");
    assertThat(none).containsExactly("{\"data\":{\"users\":[]}}");
  }

  @Test
  void aFragmentIsDeferredOnlyWhereItsConditionSaysSo() {
    String query = "query Q($later: Boolean!) { me { name ... @defer(if: $later) { score } } }";
    Map<String, ScriptedSubgraph> subgraphs =
        Map.of("users", ScriptedSubgraph.json(ME), "scores", ScriptedSubgraph.json(SCORE));

    assertThat(parts(subgraphs, query, Map.of("later", false)))
        .containsExactly("{\"data\":{\"me\":{\"name\":\"Ana\",\"score\":7}}}");
    assertThat(parts(subgraphs, query, Map.of("later", true))).hasSize(2);
    assertThat(parts(subgraphs, "{ me { ... @defer(if: false) { score } } }", Map.of()))
        .containsExactly("{\"data\":{\"me\":{\"score\":7}}}");
    assertThat(
            parts(
                subgraphs,
                "query Q($no: Boolean!) { me { name ... @defer @include(if: $no) { score } } }",
                Map.of("no", false)))
        .containsExactly("{\"data\":{\"me\":{\"name\":\"Ana\"}}}");
  }

  @Test
  void aClientThatTakesNoPartsGetsTheWholeResponse() {
    FederationEngine engine =
        Scripted.engine(
            SCHEMAS,
            Map.of("users", ScriptedSubgraph.json(ME), "scores", ScriptedSubgraph.json(SCORE)));
    var query = Scripted.prepared(engine, "{ me { name ... @defer { score } } }");

    assertThat(query.defers()).isTrue();
    assertThat(Federation.text(engine.execute(query, Map.of(), Federation.context())))
        .isEqualTo("{\"data\":{\"me\":{\"name\":\"Ana\",\"score\":7}}}");
    assertThat(Scripted.prepared(engine, "{ me { name } }").defers()).isFalse();
  }

  @Test
  void introspectionIsDeferredLikeAnyField() {
    List<String> parts =
        parts(
            Map.of("users", ScriptedSubgraph.json(ME), "scores", ScriptedSubgraph.json(SCORE)),
            "{ me { name } ... @defer { __schema { queryType { name } } } }",
            Map.of());

    assertThat(parts.getLast())
        .isEqualTo(
            "{\"incremental\":[{\"path\":[],\"data\":{\"__schema\":{\"queryType\":{\"name\":\"Query\"}}}}],\"hasNext\":false}");
  }

  @Test
  void whatAChangeGivesCanBePutOff() throws IOException {
    FederationEngine engine =
        Scripted.engine(
            Map.of(
                "users",
                "type Query { x: Int } type Mutation { add: User! drop: Int }"
                    + " type User @key(fields: \"id\") { id: ID! name: String }"),
            Map.of(
                "users",
                ScriptedSubgraph.json(
                    "{\"data\":{\"add\":{\"id\":\"1\"},\"drop\":2,\"_entities\":[{\"name\":\"Ana\"}]}}")));
    List<String> parts = new ArrayList<>();

    engine.executeInParts(
        Scripted.prepared(engine, "mutation { add { id ... @defer { name } } drop }"),
        Map.of(),
        Federation.context(),
        (part, _) -> parts.add(Federation.text(part)));

    assertThat(parts)
        .containsExactly(
            "{\"data\":{\"add\":{\"id\":\"1\"},\"drop\":2},\"hasNext\":true}",
            "{\"incremental\":[{\"path\":[\"add\"],\"data\":{\"name\":\"Ana\"}}],\"hasNext\":false}");
  }

  @Test
  void aDeferredFragmentInsideADeferredOneFollowsIt() {
    String users = "{\"data\":{\"me\":{\"id\":\"1\"},\"_entities\":[{\"name\":\"Ana\"}]}}";
    List<String> parts =
        parts(
            Map.of("users", ScriptedSubgraph.json(users), "scores", afterFirst(SCORE)),
            "{ me { ... @defer(label: \"a\") { name ... @defer(label: \"b\") { rank } } } }",
            Map.of());

    assertThat(parts.getFirst()).isEqualTo("{\"data\":{\"me\":{}},\"hasNext\":true}");
    assertThat(parts)
        .filteredOn(part -> part.contains("\"a\""))
        .singleElement()
        .asString()
        .contains("\"data\":{\"name\":\"Ana\"}")
        .contains("\"hasNext\":true");
    assertThat(parts.getLast())
        .isEqualTo(
            "{\"incremental\":[{\"label\":\"b\",\"path\":[\"me\"],\"data\":{\"rank\":1}}],\"hasNext\":false}");
  }

  @Test
  void aFailureOfADeferredFetchIsToldInItsPartOnly() {
    List<String> parts =
        parts(
            Map.of(
                "users",
                ScriptedSubgraph.json(ME),
                "scores",
                ScriptedSubgraph.failing(FailureCode.SUBREQUEST_UNREACHABLE)),
            "{ me { name a: name ... @defer { rank } ... @defer(label: \"s\") { score } } }",
            Map.of());

    assertThat(parts.getFirst())
        .isEqualTo("{\"data\":{\"me\":{\"name\":\"Ana\",\"a\":\"Ana\"}},\"hasNext\":true}");
    assertThat(String.join("", parts.subList(1, parts.size())))
        .contains(
            "{\"path\":[\"me\"],\"data\":{\"rank\":null},\"errors\":[{\"message\":\"A service is not available.\",\"path\":[\"me\"],")
        .contains("{\"label\":\"s\",\"path\":[\"me\"],\"data\":null,\"errors\":[");
  }

  @Test
  void whatHasBecomeNullInTheFirstPartIsNotFollowed() {
    String broken =
        "{\"data\":{\"users\":[{\"id\":\"1\",\"name\":\"A\"},{\"id\":null,\"name\":\"B\"}]}}";

    List<String> parts =
        parts(
            Map.of("users", ScriptedSubgraph.json(broken), "scores", afterFirst(SCORE)),
            "{ users { id ... @defer { rank } } }",
            Map.of());

    assertThat(parts)
        .singleElement()
        .asString()
        .startsWith("{\"data\":null,\"errors\":[")
        .doesNotContain("hasNext");
  }

  @Test
  void aValueObjectWithoutAKeyIsDeferredAlongWithItsFetch() {
    List<String> parts =
        parts(
            Map.of(
                "users",
                ScriptedSubgraph.json("{\"data\":{\"place\":{\"town\":\"X\",\"street\":\"Y\"}}}"),
                "scores",
                ScriptedSubgraph.json("{}")),
            "{ place { town ... @defer { street } } }",
            Map.of());

    assertThat(parts)
        .containsExactly(
            "{\"data\":{\"place\":{\"town\":\"X\"}},\"hasNext\":true}",
            "{\"incremental\":[{\"path\":[\"place\"],\"data\":{\"street\":\"Y\"}}],\"hasNext\":false}");
  }

  @Test
  void aDeadlineEndsDeferredPartsWithAnError() {
    CountDownLatch never = new CountDownLatch(1);
    FederationEngine engine =
        Scripted.engine(
            SCHEMAS, Map.of("users", ScriptedSubgraph.json(ME), "scores", waiting(never, never)));
    RequestContext brief = new RequestContext(Instant.now().plusMillis(300), null);
    List<String> parts = new ArrayList<>();

    assertThat(runs(engine, brief, (part, _) -> parts.add(Federation.text(part)))).isTrue();

    assertThat(parts).hasSize(2);
    assertThat(parts.getLast())
        .contains("\"code\":\"SUBREQUEST_TIMEOUT\"")
        .endsWith("\"hasNext\":false}");
  }

  @Test
  void aClientThatGoesAwayEndsTheCallsUnderWay() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    FederationEngine engine =
        Scripted.engine(
            SCHEMAS,
            Map.of("users", ScriptedSubgraph.json(ME), "scores", waiting(begun, interrupted)));

    assertThatThrownBy(() ->
            engine.executeInParts(
                Scripted.prepared(engine, "{ me { name ... @defer { score } } }"),
                Map.of(),
                Federation.context(),
                (_, _) -> {
                  awaitLatch(begun);
                  throw new IOException("gone");
                }))
        .isInstanceOf(IOException.class);

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static boolean runs(FederationEngine engine, RequestContext context, PartSink sink) {
    try {
      engine.executeInParts(
          Scripted.prepared(engine, "{ me { name ... @defer { score } } }"),
          Map.of(),
          context,
          sink);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until it is interrupted. */
  private static SubgraphTransport waiting(CountDownLatch begun, CountDownLatch interrupted) {
    return _ -> {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
        Thread.currentThread().interrupt();
      }
      return new SubgraphResponse.Failed(FailureCode.SUBREQUEST_CANCELLED, "cancelled");
    };
  }
}
