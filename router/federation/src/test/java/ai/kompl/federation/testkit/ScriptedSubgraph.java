package ai.kompl.federation.testkit;

import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.json.Page;
import ai.kompl.federation.transport.FailureCode;
import ai.kompl.federation.transport.InProcessResult;
import ai.kompl.federation.transport.SubgraphCall;
import ai.kompl.federation.transport.SubgraphResponse;
import ai.kompl.federation.transport.SubgraphTransport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A subgraph that gives prepared answers and remembers what it was asked. */
public final class ScriptedSubgraph implements SubgraphTransport {
  private final Function<SubgraphCall, SubgraphResponse> script;
  private final List<String> variables = Collections.synchronizedList(new ArrayList<>());
  private final List<String> operations = Collections.synchronizedList(new ArrayList<>());

  private ScriptedSubgraph(Function<SubgraphCall, SubgraphResponse> script) {
    this.script = script;
  }

  /** Answers every call with this JSON text. */
  public static ScriptedSubgraph json(String body) {
    return new ScriptedSubgraph(_ -> text(body.getBytes(StandardCharsets.UTF_8)));
  }

  public static ScriptedSubgraph bytes(byte[] body) {
    return new ScriptedSubgraph(_ -> text(body));
  }

  /** Answers every call with the same values, handed over as a Java tree. */
  @SuppressWarnings("unchecked") // The text is a GraphQL result: a map with data and errors.
  public static ScriptedSubgraph tree(String body) {
    Map<String, @Nullable Object> result =
        (Map<String, @Nullable Object>) JsonValues.read(body.getBytes(StandardCharsets.UTF_8), 100);
    Map<String, @Nullable Object> data =
        result == null ? null : (Map<String, @Nullable Object>) result.get("data");
    List<Map<String, @Nullable Object>> errors =
        result == null || result.get("errors") == null
            ? List.of()
            : (List<Map<String, @Nullable Object>>) result.get("errors");
    return new ScriptedSubgraph(call -> {
      call.variables().asMap();
      return new SubgraphResponse.Tree(new InProcessResult(data, errors));
    });
  }

  public static ScriptedSubgraph failing(FailureCode code) {
    return new ScriptedSubgraph(_ -> new SubgraphResponse.Failed(code, "secret detail"));
  }

  public static ScriptedSubgraph scripted(Function<SubgraphCall, SubgraphResponse> script) {
    return new ScriptedSubgraph(script);
  }

  /** JSON text as a response. */
  public static SubgraphResponse text(byte[] body) {
    return new SubgraphResponse.Json(Page.of(body), 0, body.length, 200);
  }

  @Override
  public SubgraphResponse execute(SubgraphCall call) {
    operations.add(call.operation().text());
    variables.add(new String(call.variables().json(), StandardCharsets.UTF_8));
    return script.apply(call);
  }

  /** The variables of all calls so far, as JSON. */
  public List<String> variables() {
    return List.copyOf(variables);
  }

  /** The documents of all calls so far. */
  public List<String> operations() {
    return List.copyOf(operations);
  }
}
