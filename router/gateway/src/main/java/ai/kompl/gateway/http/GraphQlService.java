package ai.kompl.gateway.http;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.gateway.operation.Admission;
import ai.kompl.gateway.operation.AdmittedOperation;
import ai.kompl.gateway.operation.Answer;
import ai.kompl.gateway.operation.ErrorJson;
import ai.kompl.gateway.operation.GraphQlRequest;
import ai.kompl.gateway.operation.LiveSource;
import ai.kompl.gateway.operation.Operations;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.Asker;
import ai.kompl.gateway.security.CallerReader;
import ai.kompl.gateway.subscription.LiveRun;
import ai.kompl.gateway.telemetry.Channel;
import ai.kompl.gateway.telemetry.GatewayMetrics;
import ai.kompl.gateway.telemetry.Outcome;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;

/**
 * GraphQL over HTTP: one operation per request, answered as JSON or as a stream of events. Runs on
 * the request's own virtual thread.
 */
public final class GraphQlService implements HttpService {
  private final Parts parts;

  /** Serves operations with the given parts. */
  public GraphQlService(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/", this::serve).get("/", this::serve).any("/", GraphQlService::refuseMethod);
  }

  private static void refuseMethod(ServerRequest request, ServerResponse response) {
    Edge.trace(request).served("/graphql");
    throw RefusedException.of(
            Refusal.METHOD_NOT_ALLOWED, "GraphQL is served by POST and, for queries, by GET.")
        .withHeader("Allow", "GET, POST");
  }

  private void serve(ServerRequest request, ServerResponse response) {
    RequestTrace trace = Edge.trace(request);
    trace.served("/graphql");
    Accepted accepted = Accepted.of(Edge.header(request, HeaderNames.ACCEPT));
    if (accepted.single().isEmpty() && !accepted.eventStream() && !accepted.inParts()) {
      throw RefusedException.of(
          Refusal.NOT_ACCEPTABLE,
          "Answers are application/graphql-response+json, application/json, multipart/mixed or"
              + " text/event-stream.");
    }
    Asker asker =
        parts.callers().asker(Edge.header(request, HeaderNames.AUTHORIZATION), trace.requestId());
    asker.caller().ifPresent(caller -> trace.asked(caller.tenant().value()));
    boolean safe = request.prologue().method().equals(Method.GET);
    GraphQlRequest asked = safe ? parts.reader().get(request) : parts.reader().post(request);
    switch (parts.admittance().within(() -> parts.operations().admit(asked, asker))) {
      case Admission.Rejected(List<GraphQlError> errors) ->
          reject(errors, accepted, response, trace);
      case Admission.Admitted(AdmittedOperation operation) -> {
        trace.ran(operation.kind().name().toLowerCase(Locale.ROOT));
        if (safe && operation.kind() == OperationKind.MUTATION) {
          throw RefusedException.of(
                  Refusal.METHOD_NOT_ALLOWED, "Mutations are not run by GET; send them by POST.")
              .withHeader("Allow", "POST");
        }
        run(new Exchange(operation, asker, accepted, response, trace));
      }
    }
  }

  private void run(Exchange exchange) {
    if (exchange.operation().kind() == OperationKind.SUBSCRIPTION) {
      if (!exchange.accepted().eventStream()) {
        throw RefusedException.of(
            Refusal.SUBSCRIPTION_TRANSPORT_REQUIRED,
            "A subscription needs Accept: text/event-stream, or a WebSocket.");
      }
      follow(exchange);
      return;
    }
    boolean noOther = exchange.accepted().single().isEmpty() && !exchange.accepted().eventStream();
    if (exchange.accepted().inParts() && (exchange.operation().defers() || noOther)) {
      answerInParts(exchange);
      return;
    }
    answer(exchange);
  }

  private void answerInParts(Exchange exchange) {
    PartsAnswer answer =
        new PartsAnswer(exchange.response(), exchange.accepted().single(), parts, exchange.trace());
    parts
        .admittance()
        .within(() -> {
          answer.run(exchange.operation(), exchange.asker());
          return answer;
        });
    count(Channel.HTTP, exchange.trace(), answer.outcome());
  }

  private void answer(Exchange exchange) {
    RequestTrace trace = exchange.trace();
    Answer answer = parts.admittance().within(() -> exchange.operation().run(exchange.asker()));
    answer.errorCodes().forEach(parts.metrics()::error);
    answer.errorCodes().forEach(trace::failed);
    Channel channel = exchange.accepted().single().isPresent() ? Channel.HTTP : Channel.SSE;
    count(channel, trace, Outcome.of(answer));
    if (channel == Channel.SSE) {
      stream(
          exchange.response(),
          sse -> {
            sse.next(answer);
            sse.complete();
          });
      return;
    }
    AnswerFormat format = exchange.accepted().single().orElse(AnswerFormat.JSON);
    send(exchange.response(), format, answer);
  }

  private void follow(Exchange exchange) {
    LiveSource source = exchange.operation().source(exchange.asker());
    stream(
        exchange.response(),
        sse -> {
          var client = new LiveRun.Stream(exchange.asker(), sse, parts.heartbeat());
          parts.live().follow(exchange.operation(), source, client, _ -> {});
        });
    count(Channel.SSE, exchange.trace(), Outcome.OK);
  }

  private void reject(
      List<GraphQlError> errors, Accepted accepted, ServerResponse response, RequestTrace trace) {
    errors.stream().map(ErrorJson::code).forEach(parts.metrics()::error);
    errors.stream().map(ErrorJson::code).forEach(trace::failed);
    boolean single = accepted.single().isPresent() || !accepted.eventStream();
    count(single ? Channel.HTTP : Channel.SSE, trace, Outcome.REFUSED);
    if (!single) {
      stream(response, sse -> sse.errors(ErrorJson.of(errors)));
      return;
    }
    AnswerFormat format = accepted.single().orElse(AnswerFormat.JSON);
    send(response, format, format.requestErrorStatus(), ErrorJson.body(ErrorJson.of(errors)));
  }

  private void count(Channel channel, RequestTrace trace, Outcome outcome) {
    Duration took = Duration.ofNanos(System.nanoTime() - trace.start());
    parts.metrics().operation(channel, trace.operation().orElse("none"), outcome, took);
  }

  /** Sends an answer that is said at once. */
  static void send(ServerResponse response, AnswerFormat format, Answer answer) {
    int status = answer.hasData() ? 200 : format.requestErrorStatus();
    head(response, format, status);
    // Returns when all is written to the socket: the server has no queue of its own.
    answer.handTo((bytes, length) -> response.send(bytes, 0, length));
  }

  private static void send(ServerResponse response, AnswerFormat format, int status, byte[] body) {
    head(response, format, status);
    response.send(body);
  }

  private static void head(ServerResponse response, AnswerFormat format, int status) {
    response.status(Status.create(status));
    response.header(HeaderNames.CONTENT_TYPE, format.contentType());
    response.header(HeaderNames.VARY, "Accept, Origin");
  }

  private void stream(ServerResponse response, StreamWork work) {
    try {
      SseStream sse = SseStream.open(response, parts.ticker(), parts.longestSend());
      work.run(sse);
      sse.end();
    } catch (IOException e) {
      throw new CloseConnectionException("the client is gone", e);
    }
  }

  /** What is written to a stream once it is open. */
  private interface StreamWork {
    void run(SseStream stream) throws IOException;
  }

  /** One admitted operation and where its answer goes. */
  private record Exchange(
      AdmittedOperation operation,
      Asker asker,
      Accepted accepted,
      ServerResponse response,
      RequestTrace trace) {}

  /**
   * What serving operations needs.
   *
   * @param reader reads requests
   * @param callers proves callers
   * @param operations admits operations
   * @param live follows events
   * @param admittance bounds the work done at once
   * @param metrics counts
   * @param ticker runs short timers
   * @param heartbeat after how much quiet a stream gets a sign of life
   * @param longestSend how long a client may leave an event unread
   */
  public record Parts(
      RequestReader reader,
      CallerReader callers,
      Operations operations,
      LiveRun live,
      Admittance admittance,
      GatewayMetrics metrics,
      ScheduledExecutorService ticker,
      Duration heartbeat,
      Duration longestSend) {}
}
