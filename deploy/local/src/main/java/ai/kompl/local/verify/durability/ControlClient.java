package ai.kompl.local.verify.durability;

import ai.kompl.local.client.ClientException;
import ai.kompl.local.client.GraphQlClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A person who makes controls and changes them, one call after the other, and repeats each call
 * under its key until it is told how it ended.
 */
final class ControlClient {
  /** After these nobody knows whether it was done, or it was not and may be later. */
  private static final Set<String> AGAIN =
      Set.of(
          "UNAVAILABLE",
          "TIMEOUT",
          "INTERNAL",
          "TENANT_BUSY",
          "RATE_LIMITED",
          "SUBGRAPH_UNAVAILABLE",
          "UNAUTHENTICATED");

  private static final String CREATE =
      """
      mutation C($input: CreateControlInput!) {
        createControl(input: $input) { control { id version } userErrors { code message } }
      }
      """;
  private static final String UPDATE =
      """
      mutation U($input: UpdateControlInput!) {
        updateControl(input: $input) { control { id version } userErrors { code message } }
      }
      """;
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final int CHANGES = 20;

  private final Supplier<GraphQlClient> product;
  private final Acknowledged told;
  private final AtomicBoolean stop;

  ControlClient(Supplier<GraphQlClient> product, Acknowledged told, AtomicBoolean stop) {
    this.product = product;
    this.told = told;
    this.stop = stop;
  }

  /** Works until it is told to stop; what it has begun then it ends. */
  void work(String name) {
    for (int n = 0; !stop.get(); n++) {
      String ref = name + "-" + n;
      JsonNode control =
          insist(
              CREATE,
              "createControl",
              Map.of("ref", ref, "title", ref, "idempotencyKey", "create-" + ref));
      String id = control.path("id").asText();
      told.changed(id, ref, control.path("version").asInt(), ref);
      for (int change = 1; change <= CHANGES && !stop.get(); change++) {
        change(id, ref, change);
      }
    }
  }

  private void change(String id, String ref, int change) {
    String title = ref + " change " + change;
    JsonNode control =
        insist(
            UPDATE,
            "updateControl",
            Map.of(
                "id", id,
                "expectedVersion", change,
                "title", title,
                "idempotencyKey", "change-" + ref + "-" + change));
    told.changed(id, ref, control.path("version").asInt(), title);
  }

  private JsonNode insist(String operation, String field, Map<String, ?> input) {
    while (true) {
      try {
        JsonNode answer = product.get().send(operation, Map.of("input", input));
        JsonNode control = answer.path("data").path(field).path("control");
        if (control.isObject()) {
          return control;
        }
        List<String> codes = answer.findValuesAsText("code");
        if (codes.isEmpty() || !AGAIN.containsAll(codes)) {
          throw new IllegalStateException(input + " was answered " + answer);
        }
        told.refused();
      } catch (UncheckedIOException | ClientException e) {
        told.broken();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
