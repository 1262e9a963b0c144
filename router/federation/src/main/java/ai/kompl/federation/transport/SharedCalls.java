package ai.kompl.federation.transport;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.Page;
import ai.kompl.federation.transport.SubgraphResponse.Failed;
import ai.kompl.federation.transport.SubgraphResponse.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Equal calls that are under way at the same time are sent once. Equal are calls whose whole
 * requests are the same bytes: document, variables, and every header, so also the token that says
 * who asks. The subgraph could not tell them apart either. Requests are compared in full, never by
 * hash alone.
 */
final class SharedCalls {
  private final InstantSource clock;
  private final ConcurrentMap<Key, Flight> flights = new ConcurrentHashMap<>();

  SharedCalls(InstantSource clock) {
    this.clock = clock;
  }

  /** Sends a request. */
  @FunctionalInterface
  interface Sending {
    SubgraphResponse send() throws CallFailure;
  }

  /** Sends the request, or takes the answer to the equal one that is under way. */
  SubgraphResponse execute(JsonBuffer request, Instant deadline, Sending sending)
      throws CallFailure {
    Key key = new Key(request.toByteArray());
    while (true) {
      Flight own = new Flight();
      Flight other = flights.putIfAbsent(key, own);
      if (other == null) {
        return lead(key, own, sending);
      }
      SubgraphResponse shared = other.await(Duration.between(clock.instant(), deadline));
      if (shared != null) {
        return shared;
      }
    }
  }

  /** How many calls wait for the answers to others at the moment. */
  int waiting() {
    return flights.values().stream().mapToInt(Flight::followers).sum();
  }

  private SubgraphResponse lead(Key key, Flight own, Sending sending) throws CallFailure {
    SubgraphResponse response = null;
    try {
      response = sending.send();
      return response;
    } finally {
      flights.remove(key, own);
      own.land(response);
    }
  }

  /** The bytes of a request. */
  private static final class Key {
    private final byte[] bytes;
    private final int hash;

    Key(byte[] bytes) {
      this.bytes = bytes;
      this.hash = Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A call under way, and those that wait for its answer. */
  private static final class Flight {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition landing = lock.newCondition();
    private int followers;
    private boolean landed;
    private @Nullable SubgraphResponse shared;

    int followers() {
      lock.lock();
      try {
        return landed ? 0 : followers;
      } finally {
        lock.unlock();
      }
    }

    /** The shared answer; null when there is none to share and the call is to be sent again. */
    @Nullable SubgraphResponse await(Duration longest) {
      long nanos = longest.toNanos();
      lock.lock();
      try {
        followers++;
        while (!landed && nanos > 0) {
          nanos = landing.awaitNanos(nanos);
        }
        return landed ? shared : new Failed(FailureCode.SUBREQUEST_TIMEOUT, "deadline passed");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Failed(FailureCode.SUBREQUEST_CANCELLED, "cancelled while waiting");
      } finally {
        lock.unlock();
      }
    }

    /** Ends the call; the one who sent it releases its own page afterwards. */
    void land(@Nullable SubgraphResponse response) {
      lock.lock();
      try {
        landed = true;
        shared = followers == 0 ? null : forOthers(response);
        landing.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** A copy outside any pool; nothing where the cause lies with the one who sent the call. */
    private static @Nullable SubgraphResponse forOthers(@Nullable SubgraphResponse response) {
      return switch (response) {
        case Json json -> {
          byte[] body =
              Arrays.copyOfRange(json.page().bytes(), json.offset(), json.offset() + json.length());
          yield new Json(Page.of(body), 0, body.length, json.status());
        }
        case Failed failed -> isOwn(failed.code()) ? null : failed;
        case null, default -> null;
      };
    }

    private static boolean isOwn(FailureCode code) {
      return code == FailureCode.SUBREQUEST_TIMEOUT || code == FailureCode.SUBREQUEST_CANCELLED;
    }
  }
}
