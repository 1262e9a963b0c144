package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.json.Page;
import ai.kompl.federation.testkit.Askew;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.GeneratedWorld;
import ai.kompl.federation.testkit.QueryGenerator;
import ai.kompl.federation.testkit.StubSubgraph;
import ai.kompl.federation.transport.SubgraphResponse;
import ai.kompl.federation.transport.SubgraphTransport;
import graphql.ExecutionResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine over generated subgraphs answers what one schema with all the data answers. */
class MonolithOracleTest {
  private static final int QUERIES_PER_WORLD = 25;
  private static final Map<String, @Nullable Object> VARIABLES = Map.of("yes", true, "no", false);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aGeneratedFederationAnswersLikeItsMonolith(long seed) {
    compare(new GeneratedWorld(seed), seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void oneWithTwoKeysAndProvidedFieldsDoesToo(long seed) {
    compare(GeneratedWorld.intricate(seed), seed);
  }

  private static void compare(GeneratedWorld world, long seed) {
    List<StubSubgraph> subgraphs = world.subgraphs();
    StubSubgraph monolith = world.monolith();
    Federation near = Federation.inProcess(subgraphs);
    Federation asText = Federation.with(subgraphs, textTransports(subgraphs, body -> body));
    Federation askew = Federation.with(subgraphs, textTransports(subgraphs, Askew::body));

    for (int i = 0; i < QUERIES_PER_WORLD; i++) {
      String query = new QueryGenerator(world, seed * 1000 + i).query();
      ExecutionResult expected = monolith.run(query, VARIABLES);
      Object data = valueOf(json(expected.getData()));

      assertThat(near.shapeProblems(query)).as(query).isEmpty();
      assertAnswer(near, query, data, expected);
      assertAnswer(asText, query, data, expected);
      assertAnswer(askew, query, data, expected);
    }
  }

  private static void assertAnswer(
      Federation federation, String query, @Nullable Object data, ExecutionResult expected) {
    String answer = federation.run(query, VARIABLES);

    assertThat(dataOf(answer))
        .as(query + "\n" + answer + "\n" + expected.getErrors())
        .isEqualTo(data);
    assertThat(answer.contains(",\"errors\":["))
        .as(query + "\n" + answer + "\n" + expected.getErrors())
        .isEqualTo(!expected.getErrors().isEmpty());
  }

  private static Map<String, SubgraphTransport> textTransports(
      List<StubSubgraph> subgraphs, UnaryOperator<byte[]> sent) {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    for (StubSubgraph subgraph : subgraphs) {
      transports.put(
          subgraph.name(),
          call -> {
            JsonBuffer request = new JsonBuffer(256);
            request.addAscii("{\"query\":");
            request.addString(call.operation().sentText());
            request.addAscii(",\"variables\":");
            request.add(call.variables().json());
            request.add('}');
            byte[] body =
                sent.apply(
                    subgraph.answer(new String(request.toByteArray(), StandardCharsets.UTF_8)));
            return new SubgraphResponse.Json(Page.of(body), 0, body.length, 200);
          });
    }
    return transports;
  }

  private static @Nullable Object dataOf(String answer) {
    return valueOf(answer) instanceof Map<?, ?> map ? map.get("data") : null;
  }

  private static @Nullable Object valueOf(String json) {
    return JsonValues.read(json.getBytes(StandardCharsets.UTF_8), 1000);
  }

  private static String json(@Nullable Object value) {
    JsonBuffer out = new JsonBuffer(256);
    JsonValues.write(value, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
