package ai.kompl.gateway.http;

import io.helidon.common.socket.SocketWriterException;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The body of a stream, patient with its client but not for ever. Used by the request's thread. */
final class PatientOutput {
  private final OutputStream out;
  private final ScheduledExecutorService ticker;
  private final Duration longestSend;

  /**
   * Writes to the given stream.
   *
   * @param longestSend how long the client may leave a piece unread before it is cut off
   */
  PatientOutput(OutputStream out, ScheduledExecutorService ticker, Duration longestSend) {
    this.out = out;
    this.ticker = ticker;
    this.longestSend = longestSend;
  }

  /** An interrupt ends a blocked write by closing the socket: the cure for a client that stalls. */
  void write(byte[] bytes) throws IOException {
    Thread writer = Thread.currentThread();
    ScheduledFuture<?> guard =
        ticker.schedule(writer::interrupt, longestSend.toMillis(), TimeUnit.MILLISECONDS);
    try {
      out.write(bytes);
      out.flush();
    } catch (UncheckedIOException | SocketWriterException | ServerConnectionException e) {
      throw new IOException("the client is gone", e);
    } finally {
      guard.cancel(false);
    }
  }

  void close() throws IOException {
    out.close();
  }
}
