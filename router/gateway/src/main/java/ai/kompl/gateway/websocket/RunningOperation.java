package ai.kompl.gateway.websocket;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.gateway.operation.Admission;
import ai.kompl.gateway.operation.AdmittedOperation;
import ai.kompl.gateway.operation.Answer;
import ai.kompl.gateway.operation.ErrorJson;
import ai.kompl.gateway.operation.LiveSource;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.Asker;
import ai.kompl.gateway.subscription.Feed;
import ai.kompl.gateway.subscription.LiveRun;
import ai.kompl.gateway.subscription.ResultSink;
import ai.kompl.gateway.telemetry.Channel;
import ai.kompl.gateway.telemetry.Outcome;
import ai.kompl.tenancy.caller.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a conversation, on a thread of its own. It sends its results and one last
 * message, error or complete, unless the client ended it first.
 */
final class RunningOperation implements Runnable, ResultSink {
  private final ClientMessage.Subscribe message;
  private final Asker asker;
  private final Outlet outlet;
  private final Parts parts;
  private final Predicate<RunningOperation> finished;
  private volatile boolean cancelled;
  private volatile @Nullable Feed feed;
  private boolean refused;

  /**
   * Prepares the operation.
   *
   * @param finished takes it out of the conversation; false when the client has ended it before
   */
  RunningOperation(
      ClientMessage.Subscribe message,
      Asker asker,
      Outlet outlet,
      Parts parts,
      Predicate<RunningOperation> finished) {
    this.message = message;
    this.asker = asker;
    this.outlet = outlet;
    this.parts = parts;
    this.finished = finished;
  }

  String id() {
    return message.id();
  }

  /** Ends it without a further message; called from any thread. */
  void cancel() {
    cancelled = true;
    Feed following = feed;
    if (following != null) {
      following.end();
    }
  }

  @Override
  public void run() {
    try {
      perform();
    } catch (IOException e) {
      // The client is gone: nobody to tell. The connection's own thread cleans up.
      outlet.kill();
    }
  }

  private void perform() throws IOException {
    try {
      parts.callers().requireServed(asker);
      switch (parts.operations().admit(message.request(), asker)) {
        case Admission.Rejected(List<GraphQlError> errors) -> {
          errors.forEach(it -> parts.metrics().error(ErrorJson.code(it)));
          last("error", ErrorJson.of(errors));
        }
        case Admission.Admitted(AdmittedOperation operation) -> perform(operation);
      }
    } catch (RefusedException e) {
      parts.metrics().error(e.code());
      refuse(e);
    } catch (ProblemException e) {
      fail(e.problem().code(), e.problem().httpStatus(), e.clientMessage());
    } catch (RuntimeException e) {
      // A boundary: one failing operation must not end the conversation of all others.
      System.getLogger(RunningOperation.class.getName())
          .log(System.Logger.Level.ERROR, "operation-failed " + asker.requestId(), e);
      fail(Refusal.INTERNAL.name(), 500, "The server failed; quote the request id to support.");
    }
  }

  private void perform(AdmittedOperation operation) throws IOException {
    if (operation.kind() == OperationKind.SUBSCRIPTION) {
      LiveSource source = operation.source(asker);
      var stream = new LiveRun.Stream(asker, this, parts.limits().heartbeat());
      parts.live().follow(operation, source, stream, this::entered);
      if (!refused) {
        complete();
      }
      return;
    }
    single(operation);
  }

  private void single(AdmittedOperation operation) throws IOException {
    long start = System.nanoTime();
    Answer answer = operation.run(asker);
    answer.errorCodes().forEach(parts.metrics()::error);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    String kind = operation.kind().name().toLowerCase(Locale.ROOT);
    parts.metrics().operation(Channel.WEBSOCKET, kind, Outcome.of(answer), took);
    if (!answer.hasData()) {
      last("error", ErrorJson.errorsIn(answer));
      return;
    }
    next(answer);
    complete();
  }

  private void entered(Feed following) {
    feed = following;
    if (cancelled) {
      following.end();
    }
  }

  @Override
  public void next(Answer answer) throws IOException {
    if (!cancelled) {
      outlet.next(id(), answer);
    }
  }

  @Override
  public void heartbeat() {
    // The conversation itself sends pings for all its operations.
  }

  @Override
  public void refuse(RefusedException refusal) throws IOException {
    refused = true;
    last("error", List.of(ErrorJson.of(refusal)));
  }

  private void fail(String code, int status, String text) throws IOException {
    parts.metrics().error(code);
    refuse(RefusedException.of(code, status, text));
  }

  private void complete() throws IOException {
    if (finished.test(this)) {
      outlet.send(Map.of("id", id(), "type", "complete"));
    }
  }

  private void last(String type, Object payload) throws IOException {
    if (finished.test(this)) {
      outlet.send(Map.of("id", id(), "type", type, "payload", payload));
    }
  }
}
