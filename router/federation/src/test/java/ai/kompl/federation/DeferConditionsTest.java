package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Scripted;
import ai.kompl.federation.testkit.StubSubgraph;
import ai.kompl.federation.testkit.StubSubgraph.Resolver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same field stands in parts of a response of which conditions rule out some. */
@Timeout(20)
class DeferConditionsTest {
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
        import: ["@key", "@external", "@requires"])
      """;
  private static final String USER = "type User @key(fields: \"id\") { id: ID! ";

  private final CountDownLatch friendIsThere = new CountDownLatch(1);
  private final AtomicInteger ranksAsked = new AtomicInteger();

  /**
   * The friend's rank needs the friend's base; the base of a deferred friend is asked for while
   * "slowly", in the same subgraph and of the first part, is still under way.
   */
  private List<StubSubgraph> subgraphs(boolean hold) {
    return List.of(
        stub("home", "type Query { me: User } " + USER + "}", Map.of("id", "1")),
        stub("social", USER + "friend: User }", Map.of("friend", Map.of("id", "2"))),
        stub(
            "bases",
            USER + "slowly: Int base: Int }",
            Map.of("slowly", (Resolver) _ -> slowly(hold), "base", (Resolver) _ -> base())),
        new StubSubgraph(
            "ranks",
            LINK + USER + "base: Int @external rank: Int @requires(fields: \"base\") }",
            Map.of(),
            sent -> {
              ranksAsked.incrementAndGet();
              return Map.of("rank", sent.get("base") instanceof Integer base ? base + 1 : -1);
            }));
  }

  private static StubSubgraph stub(String name, String types, Map<String, Object> user) {
    return new StubSubgraph(name, LINK + types, Map.of("me", user), _ -> user);
  }

  private int slowly(boolean hold) {
    try {
      assertThat(!hold || friendIsThere.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 3;
  }

  private int base() {
    friendIsThere.countDown();
    return 7;
  }

  private static List<String> parts(
      Federation federation, String query, Map<String, @Nullable Object> variables)
      throws IOException {
    var operation = Scripted.prepared(federation.engine(), query);
    List<String> parts = new ArrayList<>();
    federation
        .engine()
        .executeInParts(
            operation,
            variables,
            Federation.context(),
            (part, _) -> parts.add(Federation.text(part)));
    return parts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "... @defer(if: $yes) { friend { rank } }",
        "friend @skip(if: $yes) { rank } ... @defer { friend { rank } }",
        "... @defer @skip(if: $yes) { friend { rank } } ... @defer { friend { rank } }",
        "... @defer @skip(if: $yes) { friend { ... @defer { rank } } } ... @defer { friend { rank } }"
      })
  void whatARuledOutPartSelectsIsNotAskedForWhereAnotherBringsTheObjects(String selected)
      throws IOException {
    String query = "query($yes: Boolean!) { me { slowly " + selected + " } }";
    try (Federation federation = Federation.inProcess(subgraphs(true))) {

      List<String> parts = parts(federation, query, Map.of("yes", true));

      assertThat(parts.getLast()).contains("\"friend\":{\"rank\":8}").contains("\"hasNext\":false");
      assertThat(ranksAsked).as("ranks asked for").hasValue(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"true,2", "false,1"})
  void theConditionOfDeferDecidesInHowManyPartsTheSameComes(boolean defer, int count)
      throws IOException {
    try (Federation federation = Federation.inProcess(subgraphs(false))) {

      List<String> parts =
          parts(
              federation,
              "query($yes: Boolean!) { me { slowly ... @defer(if: $yes) { friend { rank } } } }",
              Map.of("yes", defer));

      assertThat(parts).hasSize(count);
      assertThat(parts.getLast()).contains("\"friend\":{\"rank\":8}");
      assertThat(ranksAsked).hasValue(1);
    }
  }

  @Test
  void aConditionIsWrittenOnceAroundAllThatItRulesOut() throws IOException {
    try (Federation federation = Federation.inProcess(subgraphs(false))) {
      parts(
          federation,
          "query($yes: Boolean!) { me { id ... @defer(if: $yes) { friend { id friend { id } } } } }",
          Map.of("yes", false));

      assertThat(federation.takeCalls())
          .anySatisfy(call -> assertThat(call).contains("{friend {id friend {id}}}"));
    }
  }
}
