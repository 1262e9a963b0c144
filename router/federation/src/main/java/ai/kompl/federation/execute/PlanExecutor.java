package ai.kompl.federation.execute;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.plan.EntityReference;
import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.shape.PlanShape;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphTransport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs compiled plans. Safe for use by any number of threads; each request has its own state. */
public final class PlanExecutor {
  private final Map<String, SubgraphTransport> transports;
  private final ExecutionSettings settings;

  /**
   * Makes an executor.
   *
   * @param transports how each subgraph is reached, by its name in the supergraph
   */
  public PlanExecutor(Map<String, SubgraphTransport> transports, ExecutionSettings settings) {
    this.transports = Map.copyOf(transports);
    this.settings = settings;
  }

  /**
   * What one request brings.
   *
   * @param variables the operation's variables after coercion; one without a value is absent
   * @param introspection the introspection result by response key; empty when the plan has none
   * @param entity where the plan starts; null when it starts from root fetches
   * @param context deadline and attachment
   */
  public record Request(
      Map<String, @Nullable Object> variables,
      Map<String, @Nullable Object> introspection,
      @Nullable EntityReference entity,
      RequestContext context) {

    /** A request of a plan without introspection that starts from root fetches. */
    public static Request of(Map<String, @Nullable Object> variables, RequestContext context) {
      return new Request(variables, Map.of(), null, context);
    }
  }

  /**
   * Runs a plan on the calling thread and further virtual threads, at most until the deadline. An
   * interrupt of the calling thread ends it early with what is there; the interrupt status stays.
   *
   * @throws IllegalArgumentException when a subgraph of the plan has no transport, or when the plan
   *     starts from an entity and the request names none
   */
  public GraphQlResponse execute(PlanShape plan, Request request) {
    RequestExecution execution = checked(plan, request);
    List<GraphQlError> denied = denied(plan, request);
    return denied.isEmpty() ? execution.run() : GraphQlResponse.ofErrors(denied);
  }

  /**
   * Runs a plan like {@link #execute(PlanShape, Request)} and hands out its response part by part:
   * first without what is deferred, then what is deferred as it comes.
   *
   * @throws IOException when the sink did; what is still under way is then given up
   */
  public void execute(PlanShape plan, Request request, PartSink sink) throws IOException {
    RequestExecution execution = checked(plan, request);
    List<GraphQlError> denied = denied(plan, request);
    if (denied.isEmpty()) {
      execution.run(sink);
    } else {
      sink.part(GraphQlResponse.ofErrors(denied), true);
    }
  }

  /** What is denied, where that is reason enough not to run anything. */
  private List<GraphQlError> denied(PlanShape plan, Request request) {
    if (!request.context().refusesDenied()) {
      return List.of();
    }
    Map<String, @Nullable Object> known =
        plan.conditions().withRights(request.variables(), request.context().rights());
    return Refusal.of(plan.plan(), known, settings.maxErrors());
  }

  private RequestExecution checked(PlanShape plan, Request request) {
    for (Fetch fetch : plan.plan().fetches()) {
      if (!transports.containsKey(fetch.subgraph())) {
        throw new IllegalArgumentException("no transport for subgraph " + fetch.subgraph());
      }
    }
    if (plan.plan().entityRoot() != null && request.entity() == null) {
      throw new IllegalArgumentException("the plan starts from an entity");
    }
    return new RequestExecution(plan, request, transports, settings);
  }
}
