package ai.kompl.tenancy.caller.token;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keys of an issuer in another process, read from its published key set. The set is read again when
 * a token names a key that is not known, and after an hour at the latest so that withdrawn keys go;
 * but at most once in ten seconds, so that made-up key names cannot become a flood of requests.
 */
public final class RemoteKeySource implements KeySource, AutoCloseable {
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration MAX_AGE = Duration.ofHours(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final URI location;
  private final InstantSource clock;
  private final HttpClient http;
  // Guards refreshing; readers see the published snapshot without it.
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile Snapshot snapshot = new Snapshot(List.of(), Instant.MIN, Instant.MIN);

  /**
   * For the key set at that address; nothing is read yet.
   *
   * @param location where the issuer publishes its keys
   */
  public RemoteKeySource(URI location, InstantSource clock) {
    this.location = location;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
  }

  @Override
  public Optional<VerificationKey> key(String keyId) {
    Snapshot seen = snapshot;
    Optional<VerificationKey> known = seen.find(keyId);
    if (known.isPresent() && !seen.olderThan(MAX_AGE, clock.instant())) {
      return known;
    }
    return refreshedSince(seen).find(keyId);
  }

  @Override
  public void close() {
    http.close();
  }

  private Snapshot refreshedSince(Snapshot seen) {
    refreshing.lock();
    try {
      boolean readByAnother = !snapshot.equals(seen);
      if (!readByAnother && clock.instant().isAfter(snapshot.nextAttempt())) {
        refresh();
      }
      return usable(snapshot);
    } finally {
      refreshing.unlock();
    }
  }

  private Snapshot usable(Snapshot current) {
    if (current.readAt().equals(Instant.MIN)) {
      throw new ProblemException(
          Problem.UNAVAILABLE, "Tokens cannot be checked at the moment. Retry shortly.");
    }
    return current;
  }

  private void refresh() {
    Instant now = clock.instant();
    try {
      snapshot = new Snapshot(JwksDocument.read(fetch()), now, now.plus(MIN_INTERVAL));
    } catch (IOException | IllegalArgumentException e) {
      // The keys read before stay in use: an issuer that is away must not sign everybody out.
      System.getLogger(RemoteKeySource.class.getName())
          .log(System.Logger.Level.WARNING, "key-set-unreadable", e);
      Duration pause = snapshot.keys().isEmpty() ? Duration.ofMillis(500) : MIN_INTERVAL;
      snapshot = new Snapshot(snapshot.keys(), snapshot.readAt(), now.plus(pause));
    }
  }

  private String fetch() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(location)
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("the issuer answered " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading the key set", e);
    }
  }

  private record Snapshot(List<VerificationKey> keys, Instant readAt, Instant nextAttempt) {
    Optional<VerificationKey> find(String keyId) {
      return keys.stream().filter(key -> key.keyId().equals(keyId)).findFirst();
    }

    boolean olderThan(Duration age, Instant now) {
      return readAt.equals(Instant.MIN) || now.isAfter(readAt.plus(age));
    }
  }
}
