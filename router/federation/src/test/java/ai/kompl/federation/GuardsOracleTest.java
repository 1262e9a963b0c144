package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.GeneratedWorld;
import ai.kompl.federation.testkit.Held;
import ai.kompl.federation.testkit.Masking;
import ai.kompl.federation.testkit.Protected;
import ai.kompl.federation.testkit.QueryGenerator;
import ai.kompl.federation.testkit.StubSubgraph;
import graphql.ExecutionResult;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For any rights the engine answers what one schema with all the data answers, masked. */
class GuardsOracleTest {
  private static final int QUERIES_PER_WORLD = 20;
  private static final int CALLERS_PER_QUERY = 4;
  private static final Map<String, @Nullable Object> VARIABLES = Map.of("yes", true, "no", false);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aGuardedFederationAnswersLikeItsMaskedMonolith(long seed) {
    GeneratedWorld world = new GeneratedWorld(seed, true);
    Protected guards = Objects.requireNonNull(world.guards());
    StubSubgraph monolith = world.monolith();
    Federation near = Federation.inProcess(world.subgraphs());
    Random random = new Random(seed);
    int denied = 0;

    for (int i = 0; i < QUERIES_PER_WORLD; i++) {
      String query = new QueryGenerator(world, seed * 3000 + i).query();
      for (int caller = 0; caller < CALLERS_PER_QUERY; caller++) {
        Held held = held(random);
        Masking masking = new Masking(guards, held);
        ExecutionResult expected = monolith.run(query, VARIABLES, masking);
        denied += masking.denied();

        String answer = near.run(query, VARIABLES, held);

        String story = query + "\n" + held + "\n" + answer + "\n" + expected.getErrors();
        assertThat(dataOf(answer)).as(story).isEqualTo(valueOf(json(expected.getData())));
        assertThat(answer.contains(",\"errors\":["))
            .as(story)
            .isEqualTo(!expected.getErrors().isEmpty());
      }
    }

    assertThat(near.engine().preparedOperations()).isEqualTo(QUERIES_PER_WORLD);
    assertThat(denied).as("denied fields").isGreaterThan(QUERIES_PER_WORLD);
  }

  private static Held held(Random random) {
    Set<String> scopes = new HashSet<>();
    for (String scope : new String[] {"a", "b", "c"}) {
      if (random.nextBoolean()) {
        scopes.add(scope);
      }
    }
    return new Held(random.nextBoolean(), scopes, random.nextBoolean() ? Set.of("p") : Set.of("q"));
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
