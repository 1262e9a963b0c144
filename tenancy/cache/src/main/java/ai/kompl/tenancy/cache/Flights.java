package ai.kompl.tenancy.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Loads under a lease that are under way in this process, by the lease's token, for others in this
 * process to wait for. They are given only what could be stored: the lease still stood then, so
 * nothing had changed since before they began to wait.
 *
 * @param <V> what is loaded
 */
final class Flights<V> {
  private final Map<Token, CompletableFuture<Map<String, Optional<V>>>> flying =
      new ConcurrentHashMap<>();

  /** Before the lease is asked for, so that nobody can meet it without finding it here. */
  void begin(Token token) {
    flying.put(token, new CompletableFuture<>());
  }

  /** With what was stored; whoever waits for more asks again. */
  void end(Token token, Map<String, Optional<V>> stored) {
    CompletableFuture<Map<String, Optional<V>>> ended = flying.remove(token);
    if (ended != null) {
      ended.complete(stored);
    }
  }

  /** What a flight of this process stores; empty when it is not of this process or takes long. */
  Optional<Map<String, Optional<V>>> await(Token token, Duration patience) {
    CompletableFuture<Map<String, Optional<V>>> flight = flying.get(token);
    if (flight == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(flight.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }
}
