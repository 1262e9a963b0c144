package ai.kompl.gateway.http;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;

/**
 * Reads request bodies up to a limit, counting what really arrives rather than trusting the
 * declared length.
 *
 * @param limit the most bytes that a body may have
 * @param clock what a refused body's draining is timed by
 */
public record BodyReader(long limit, InstantSource clock) {
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(2);

  /** The whole body. */
  public byte[] read(ServerRequest request) {
    refuseDeclared(request);
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    InputStream in = opened(request);
    try {
      byte[] body = in.readNBytes(Math.toIntExact(limit) + 1);
      if (body.length > limit) {
        throw tooLarge();
      }
      in.close();
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException("reading a request body", e);
    }
  }

  /** The body as a stream that ends with a refusal once it passes the limit. */
  public InputStream stream(ServerRequest request) {
    refuseDeclared(request);
    if (!request.content().hasEntity()) {
      return InputStream.nullInputStream();
    }
    return new LimitedStream(opened(request), limit, this::tooLarge);
  }

  /** A body can be asked for once only, and a refusal in its middle leaves a rest to drain. */
  private record Opened(InputStream content) {}

  private static InputStream opened(ServerRequest request) {
    InputStream content = request.content().inputStream();
    request.context().register(new Opened(content));
    return content;
  }

  private void refuseDeclared(ServerRequest request) {
    OptionalLong declared = request.headers().contentLength();
    if (declared.isPresent() && declared.getAsLong() > limit) {
      throw tooLarge();
    }
  }

  private RefusedException tooLarge() {
    return RefusedException.of(
            Refusal.PAYLOAD_TOO_LARGE, "The body is larger than the limit of " + limit + " bytes.")
        .with("limit", limit);
  }

  /**
   * Ends the connection after an early answer. What the client is still sending is read and dropped
   * for a moment first: closing at once would reset the connection and could take the answer away
   * before the client has read it.
   */
  static void closeAfter(ServerRequest request, ServerResponse response, InstantSource clock) {
    if (!response.headers().contains(HeaderNames.CONNECTION) || request.content().consumed()) {
      return;
    }
    if (expectsContinue(request)) {
      return;
    }
    Instant end = clock.instant().plus(LONGEST_DRAIN);
    byte[] dropped = new byte[16 * 1024];
    try {
      // Not closed: to close it would be to wait for all of it.
      InputStream in =
          request
              .context()
              .get(Opened.class)
              .map(Opened::content)
              .orElseGet(() -> request.content().inputStream());
      int got = in.read(dropped);
      while (got >= 0 && clock.instant().isBefore(end)) {
        got = in.read(dropped);
      }
    } catch (IOException
        | UncheckedIOException
        | IllegalStateException
        | DataReader.InsufficientDataAvailableException e) {
      // The client is gone or its body cannot be read twice: nothing is left to drain.
      return;
    }
  }

  private static boolean expectsContinue(ServerRequest request) {
    return request.headers().contains(HeaderNames.EXPECT) && !request.continueSent();
  }
}
