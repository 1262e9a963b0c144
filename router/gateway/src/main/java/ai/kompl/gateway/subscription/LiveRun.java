package ai.kompl.gateway.subscription;

import ai.kompl.gateway.operation.AdmittedOperation;
import ai.kompl.gateway.operation.Answer;
import ai.kompl.gateway.operation.LiveSource;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.Asker;
import ai.kompl.gateway.security.CallerReader;
import ai.kompl.gateway.security.RequestIds;
import ai.kompl.gateway.telemetry.GatewayMetrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Runs live operations, each on the thread of its client. The caller is proved anew for every
 * event, so that whoever loses the right to see something sees it no longer, and the operation ends
 * when the token does.
 */
public final class LiveRun {
  private final EventHub hub;
  private final CallerReader callers;
  private final RequestIds ids;
  private final GatewayMetrics metrics;
  private final InstantSource clock;

  /** Runs operations on the events of the given hub. */
  public LiveRun(
      EventHub hub,
      CallerReader callers,
      RequestIds ids,
      GatewayMetrics metrics,
      InstantSource clock) {
    this.hub = hub;
    this.callers = callers;
    this.ids = ids;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Follows the operation's events until the client, its token or the server ends.
   *
   * @param source what {@link AdmittedOperation#source} gave for this asker
   * @param entered is given the feed at once, so that another thread can end it
   * @throws IOException when the client is gone
   */
  public void follow(
      AdmittedOperation operation, LiveSource source, Stream stream, Consumer<Feed> entered)
      throws IOException {
    Feed feed = hub.enter(source);
    try {
      entered.accept(feed);
      if (source.initial()) {
        send(operation, source, stream);
      }
      boolean open = true;
      while (open) {
        open = step(operation, source, stream, feed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RefusedException e) {
      metrics.error(e.code());
      stream.sink().refuse(e);
    } finally {
      hub.leave(source, feed);
    }
  }

  private boolean step(AdmittedOperation operation, LiveSource source, Stream stream, Feed feed)
      throws InterruptedException, IOException {
    return switch (feed.await(untilHeartbeatOrExpiry(stream))) {
      case EVENT -> {
        send(operation, source, stream);
        yield true;
      }
      case QUIET -> {
        callers.again(stream.asker(), stream.asker().requestId());
        stream.sink().heartbeat();
        yield true;
      }
      case ENDED -> false;
    };
  }

  private void send(AdmittedOperation operation, LiveSource source, Stream stream)
      throws IOException {
    Asker now = callers.again(stream.asker(), ids.next());
    Answer answer = operation.runOnce(source, now);
    answer.errorCodes().forEach(metrics::error);
    stream.sink().next(answer);
  }

  private Duration untilHeartbeatOrExpiry(Stream stream) {
    Instant now = clock.instant();
    Duration left =
        stream
            .asker()
            .caller()
            .map(caller -> Duration.between(now, caller.expiresAt()))
            .orElse(stream.heartbeat());
    if (!left.isPositive()) {
      return Duration.ofMillis(1);
    }
    return left.compareTo(stream.heartbeat()) < 0 ? left : stream.heartbeat();
  }

  /**
   * One client of a live operation.
   *
   * @param asker who subscribed
   * @param sink where results go
   * @param heartbeat after how much quiet the client gets a sign of life
   */
  public record Stream(Asker asker, ResultSink sink, Duration heartbeat) {}
}
