package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.GeneratedWorld;
import ai.kompl.federation.testkit.QueryGenerator;
import ai.kompl.federation.testkit.Scripted;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a deferred response, put together by their paths, are the whole response. */
class DeferOracleTest {
  private static final int QUERIES_PER_WORLD = 20;
  private static final Map<String, @Nullable Object> VARIABLES = Map.of("yes", true, "no", false);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 1211, 1299, 1349})
  void thePartsTogetherAreTheWhole(long seed) throws IOException {
    GeneratedWorld world = new GeneratedWorld(seed);
    Federation federation = Federation.inProcess(world.subgraphs());
    AtomicInteger further = new AtomicInteger();
    int compared = 0;

    for (int i = 0; i < QUERIES_PER_WORLD; i++) {
      String plain = new QueryGenerator(world, seed * 2000 + i).query();
      String query = plain.replaceAll("(\\.\\.\\. on \\w+)", "$1 @defer(if: \\$yes)");
      var operation = Scripted.prepared(federation.engine(), query);
      GraphQlResponse whole =
          federation.engine().execute(operation, VARIABLES, Federation.context());
      Map<Object, @Nullable Object> joined = new LinkedHashMap<>();
      federation
          .engine()
          .executeInParts(
              operation,
              VARIABLES,
              Federation.context(),
              (part, _) -> {
                take(part, joined);
                further.incrementAndGet();
              });
      // A null that takes its parent along may be kept inside its own part: no telling beforehand.
      if (whole.errorCount() == 0) {
        compared++;
        assertThat(joined.get("data")).as(query).isEqualTo(object(whole).get("data"));
      }
    }

    assertThat(compared).isGreaterThan(QUERIES_PER_WORLD / 4);
    assertThat(further.get()).as("parts").isGreaterThan(QUERIES_PER_WORLD);
  }

  private static void take(GraphQlResponse part, Map<Object, @Nullable Object> joined) {
    Map<?, ?> json = object(part);
    if (json.get("incremental") instanceof List<?> items) {
      for (Object item : items) {
        Map<?, ?> sent = (Map<?, ?>) item;
        Object at = joined.get("data");
        for (Object step : (List<?>) Objects.requireNonNull(sent.get("path"))) {
          at = child(at, step);
        }
        merge(at, sent.get("data"));
      }
    } else {
      json.forEach(joined::put);
    }
  }

  private static @Nullable Object child(@Nullable Object at, Object step) {
    return switch (at) {
      case List<?> list when step instanceof Integer index -> list.get(index);
      case Map<?, ?> map -> map.get(step);
      case null, default -> throw new AssertionError("nothing at " + step);
    };
  }

  @SuppressWarnings("unchecked") // JSON as it was read: maps that can be added to
  private static void merge(@Nullable Object into, @Nullable Object from) {
    if (into instanceof Map<?, ?> && from instanceof Map<?, ?> added) {
      Map<Object, @Nullable Object> map = (Map<Object, @Nullable Object>) into;
      added.forEach((key, value) -> {
        if (map.get(key) == null) {
          map.put(key, value);
        } else {
          merge(map.get(key), value);
        }
      });
    } else if (into instanceof List<?> list && from instanceof List<?> added) {
      for (int i = 0; i < list.size(); i++) {
        merge(list.get(i), added.get(i));
      }
    }
  }

  private static Map<?, ?> object(GraphQlResponse response) {
    return (Map<?, ?>) Objects.requireNonNull(JsonValues.read(response.toByteArray(), 1000));
  }
}
