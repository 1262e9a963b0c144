package ai.kompl.gateway.websocket;

import ai.kompl.gateway.operation.ErrorJson;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.Asker;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation under {@code graphql-transport-ws}. Messages come from the connection's
 * own thread, one after the other; operations run on threads of their own; timers only start such
 * threads. No operation is ever interrupted: that would close the socket they all share.
 */
final class Conversation {
  private final Outlet outlet;
  private final Parts parts;
  private final String requestId;
  private final Map<String, RunningOperation> running = new ConcurrentHashMap<>();
  private final ScheduledFuture<?> initialisation;
  private boolean initialising;
  private volatile @Nullable Asker asker;
  private volatile @Nullable ScheduledFuture<?> expiry;
  private volatile @Nullable ScheduledFuture<?> lastResort;
  private volatile int closeCode;

  /** Opens the conversation: from now on the client has a limited time to introduce itself. */
  Conversation(Outlet outlet, Parts parts, String requestId) {
    this.outlet = outlet;
    this.parts = parts;
    this.requestId = requestId;
    this.initialisation = after(parts.limits().initialisation(), CloseCode.INITIALISATION_TIMEOUT);
  }

  /** Takes one whole message. */
  void message(String text) {
    if (closeCode != 0) {
      return;
    }
    try {
      answer(ClientMessage.read(text, parts.json()));
    } catch (RefusedException e) {
      close(CloseCode.INVALID_MESSAGE);
    } catch (IOException e) {
      // The client is gone; the connection's own thread finds that out as well and ends us.
      outlet.kill();
    }
  }

  private void answer(ClientMessage message) throws IOException {
    switch (message) {
      case ClientMessage.ConnectionInit init -> introduce(init);
      case ClientMessage.Subscribe subscribe -> subscribe(subscribe);
      case ClientMessage.Complete(String id) -> cancel(id);
      case ClientMessage.Ping(Optional<Object> payload) -> {
        Map<String, Object> pong = new LinkedHashMap<>();
        pong.put("type", "pong");
        payload.ifPresent(it -> pong.put("payload", it));
        outlet.send(pong);
      }
      case ClientMessage.Pong() -> {}
    }
  }

  private void introduce(ClientMessage.ConnectionInit init) throws IOException {
    if (initialising) {
      close(CloseCode.TOO_MANY_INITIALISATIONS);
      return;
    }
    initialising = true;
    initialisation.cancel(false);
    try {
      Asker proved = parts.callers().asker(init.authorization(), requestId);
      Caller caller =
          proved
              .caller()
              .orElseThrow(() -> RefusedException.of(Refusal.UNAUTHENTICATED, "no token"));
      Duration left = Duration.between(parts.clock().instant(), caller.expiresAt());
      expiry = after(left.isNegative() ? Duration.ZERO : left, CloseCode.UNAUTHORIZED);
      asker = proved;
      outlet.send(Map.of("type", "connection_ack"));
    } catch (RefusedException e) {
      parts.metrics().error(e.code());
      close(CloseCode.FORBIDDEN);
    } catch (ProblemException e) {
      parts.metrics().error(e.problem().code());
      close(CloseCode.TRY_AGAIN_LATER);
    }
  }

  private void subscribe(ClientMessage.Subscribe message) throws IOException {
    Asker proved = asker;
    if (proved == null) {
      close(CloseCode.UNAUTHORIZED);
      return;
    }
    if (running.containsKey(message.id())) {
      close(CloseCode.SUBSCRIBER_EXISTS);
      return;
    }
    if (running.size() >= parts.limits().operations()) {
      refuse(message.id());
      return;
    }
    var operation = new RunningOperation(message, proved, outlet, parts, this::finished);
    running.put(message.id(), operation);
    Thread.ofVirtual().name("ws-operation-" + requestId).start(operation);
  }

  private void refuse(String id) throws IOException {
    RefusedException refused =
        RefusedException.of(
                Refusal.TOO_MANY_SUBSCRIPTIONS,
                "This connection already runs as many operations as are allowed; end one first.")
            .with("limit", parts.limits().operations());
    parts.metrics().error(refused.code());
    outlet.send(Map.of("id", id, "type", "error", "payload", List.of(ErrorJson.of(refused))));
  }

  private void cancel(String id) {
    RunningOperation operation = running.remove(id);
    if (operation != null) {
      operation.cancel();
    }
  }

  /** Takes the operation out before its last message, so that the client may use its id again. */
  private boolean finished(RunningOperation operation) {
    return running.remove(operation.id(), operation);
  }

  /** Closes the conversation from the server's side and gives the client a moment to agree. */
  void close(CloseCode code) {
    if (outlet.close(code)) {
      closeCode = code.code();
      end();
      lastResort = parts.ticker().schedule(outlet::kill, 5, TimeUnit.SECONDS);
    }
  }

  /** The client has closed the conversation. */
  void closedByClient(int code) {
    outlet.closedByClient();
    if (closeCode == 0) {
      closeCode = code;
    }
    end();
  }

  /** The connection has ended, in whatever way. */
  void end() {
    initialisation.cancel(false);
    stop(expiry);
    stop(lastResort);
    running.values().forEach(RunningOperation::cancel);
    running.clear();
  }

  private static void stop(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** The code it was closed with; 1006 when the connection was simply lost (RFC 6455, 7.4.1). */
  int closeCode() {
    return closeCode == 0 ? 1006 : closeCode;
  }

  /** The tenant of the caller, once it is known. */
  Optional<String> tenant() {
    Asker proved = asker;
    return proved == null
        ? Optional.empty()
        : proved.caller().map(caller -> caller.tenant().value());
  }

  private ScheduledFuture<?> after(Duration delay, CloseCode code) {
    Runnable closing = () -> Thread.ofVirtual().start(() -> close(code));
    return parts.ticker().schedule(closing, delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
