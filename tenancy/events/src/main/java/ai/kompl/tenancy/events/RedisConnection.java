package ai.kompl.tenancy.events;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A connection that is made anew after a failure. The driver's own reconnecting is off: it would
 * send commands a second time of which we have already been told that they failed, and so put
 * events out of order.
 */
final class RedisConnection implements AutoCloseable {
  private final RedisClient client;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<StatefulRedisConnection<String, String>> connection = Optional.empty();

  RedisConnection(RedisClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /**
   * Runs commands, one caller at a time.
   *
   * @throws ProblemException UNAVAILABLE when Redis does not answer
   */
  <T> T run(Function<StatefulRedisConnection<String, String>, T> commands) {
    lock.lock();
    boolean answered = false;
    try {
      T result = commands.apply(connected());
      answered = true;
      return result;
    } catch (RedisException e) {
      throw new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), e);
    } finally {
      if (!answered) {
        drop();
      }
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }

  private StatefulRedisConnection<String, String> connected() {
    if (connection.filter(StatefulRedisConnection::isOpen).isEmpty()) {
      drop();
      StatefulRedisConnection<String, String> fresh = client.connect();
      fresh.setTimeout(timeout);
      connection = Optional.of(fresh);
    }
    return connection.orElseThrow();
  }

  private void drop() {
    connection.ifPresent(StatefulRedisConnection::close);
    connection = Optional.empty();
  }
}
