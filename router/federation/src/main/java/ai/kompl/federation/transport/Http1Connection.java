package ai.kompl.federation.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * One connection to a subgraph, used by one call at a time. An interrupt of the virtual thread that
 * reads or writes closes the socket.
 */
final class Http1Connection {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final InstantSource clock;
  private Instant idleSince = Instant.MIN;
  private boolean reused;

  Http1Connection(Socket socket, InstantSource clock) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.clock = clock;
  }

  void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
  }

  /** Reads at least one byte; -1 at the end of the stream. */
  int read(byte[] target, int from, Instant deadline) throws IOException {
    long left = Duration.between(clock.instant(), deadline).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("deadline passed");
    }
    socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    return in.read(target, from, target.length - from);
  }

  /** Whether an earlier call has used this connection: its far end may have closed it since. */
  boolean reused() {
    return reused;
  }

  Instant idleSince() {
    return idleSince;
  }

  void becomeIdle() {
    reused = true;
    idleSince = clock.instant();
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is given up in any case; the operating system frees it.
      reused = true;
    }
  }
}
