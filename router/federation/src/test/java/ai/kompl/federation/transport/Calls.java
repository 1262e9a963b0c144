package ai.kompl.federation.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.transport.SubgraphResponse.Failed;
import ai.kompl.federation.transport.SubgraphResponse.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls that the transports' tests make, and what came of them. */
final class Calls {
  static final SubgraphOperation QUERY = new SubgraphOperation("query Q { a }", "Q", true);
  static final SubgraphOperation MUTATION = new SubgraphOperation("mutation M { a }", "M", false);
  static final String ANSWER = "{\"data\":{\"a\":\"ä\"}}";

  private Calls() {}

  static SubgraphCall call(SubgraphOperation operation, Duration timeout) {
    RequestContext context = new RequestContext(Instant.now().plus(timeout), null);
    return new SubgraphCall("s", operation, new OneVariable(), context);
  }

  static String text(SubgraphResponse response) {
    assertThat(response).isInstanceOf(Json.class);
    Json json = (Json) response;
    return new String(json.page().bytes(), json.offset(), json.length(), StandardCharsets.UTF_8);
  }

  static FailureCode code(@Nullable SubgraphResponse response) {
    assertThat(response).isInstanceOf(Failed.class);
    return response instanceof Failed failed ? failed.code() : FailureCode.SUBREQUEST_FAILED;
  }

  private static final class OneVariable implements CallVariables {
    @Override
    public int representationCount() {
      return 0;
    }

    @Override
    public byte[] json() {
      return "{\"v\":1}".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, @Nullable Object> asMap() {
      return Map.of("v", 1);
    }
  }
}
