package ai.kompl.federation.transport;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.transport.SubgraphResponse.Failed;
import ai.kompl.federation.transport.SubgraphResponse.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * GraphQL over HTTP/1.1 on blocking sockets, with connections kept for later calls.
 *
 * <p>A query that fails on a kept connection before a byte of its answer has come is sent once more
 * on a new one: the far end had closed the connection. A mutation always gets a new connection,
 * because it could not be repeated safely (RFC 9110 section 9.2.2). Redirects are not followed.
 */
public final class Http1Transport implements SubgraphTransport, AutoCloseable {
  private final URI endpoint;
  private final Http1Settings settings;
  private final Http1Request request;
  private final IdleConnections idle;
  private final SharedCalls shared;

  private Http1Transport(URI endpoint, HeaderSource headers, Http1Settings settings) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.request = new Http1Request(endpoint, headers);
    this.idle = new IdleConnections(settings);
    this.shared = new SharedCalls(settings.clock());
  }

  /**
   * A transport to one endpoint.
   *
   * @param endpoint an absolute {@code http} or {@code https} address
   * @throws IllegalArgumentException when the address is of another form
   */
  public static Http1Transport create(URI endpoint, HeaderSource headers, Http1Settings settings) {
    return new Http1Transport(Endpoints.checked(endpoint), headers, settings);
  }

  @Override
  public SubgraphResponse execute(SubgraphCall call) {
    try {
      JsonBuffer bytes = request.render(call);
      return settings.shareEqualCalls() && call.operation().idempotent()
          ? shared.execute(bytes, call.deadline(), () -> send(bytes, call))
          : send(bytes, call);
    } catch (CallFailure e) {
      return e.toResponse();
    }
  }

  private SubgraphResponse send(JsonBuffer bytes, SubgraphCall call) throws CallFailure {
    Http1Connection kept = call.operation().idempotent() ? idle.take() : null;
    if (kept != null) {
      SubgraphResponse response = exchange(kept, bytes, call);
      if (response != null) {
        return response;
      }
    }
    SubgraphResponse response = exchange(connect(call.deadline()), bytes, call);
    return response == null ? lost("connection closed by the subgraph") : response;
  }

  /** Closes the kept connections; calls under way end normally. */
  @Override
  public void close() {
    idle.close();
  }

  /** How many calls wait for the answer to an equal one at the moment. */
  public int waitingCalls() {
    return shared.waiting();
  }

  /** How many connections are kept for later calls at the moment. */
  public int idleConnections() {
    return idle.count();
  }

  /** One try; null when the connection was closed before a byte of the answer came. */
  private @Nullable SubgraphResponse exchange(
      Http1Connection connection, JsonBuffer bytes, SubgraphCall call) throws CallFailure {
    ResponseReader reader = new ResponseReader(connection, settings, call.deadline());
    boolean usable = false;
    try {
      connection.write(bytes.array(), bytes.length());
      ResponseHead head = reader.read();
      usable = true;
      return accept(head, reader, connection);
    } catch (IOException e) {
      return brokenOff(e, reader, connection);
    } finally {
      if (!usable) {
        connection.close();
        reader.release();
      }
    }
  }

  private SubgraphResponse accept(
      ResponseHead head, ResponseReader reader, Http1Connection connection) {
    if (head.keepAlive() && reader.complete()) {
      idle.put(connection);
    } else {
      connection.close();
    }
    boolean success = head.status() >= 200 && head.status() < 300;
    int length = reader.bodyEnd() - reader.bodyStart();
    if (length == 0 || !(success || head.json())) {
      reader.release();
      return new Failed(FailureCode.SUBREQUEST_HTTP_STATUS, "HTTP status " + head.status());
    }
    return new Json(reader.page(), reader.bodyStart(), length, head.status());
  }

  private static @Nullable SubgraphResponse brokenOff(
      IOException e, ResponseReader reader, Http1Connection connection) {
    if (Thread.currentThread().isInterrupted()) {
      return new Failed(FailureCode.SUBREQUEST_CANCELLED, "cancelled while waiting");
    }
    if (e instanceof SocketTimeoutException) {
      return new Failed(FailureCode.SUBREQUEST_TIMEOUT, "no complete answer before the deadline");
    }
    if (connection.reused() && !reader.anyByte()) {
      return null;
    }
    return lost(String.valueOf(e.getMessage()));
  }

  private static Failed lost(String message) {
    return new Failed(FailureCode.SUBREQUEST_CONNECTION_LOST, message);
  }

  private Http1Connection connect(Instant deadline) throws CallFailure {
    Duration left = Duration.between(settings.clock().instant(), deadline);
    if (!left.isPositive()) {
      throw new CallFailure(FailureCode.SUBREQUEST_TIMEOUT, "deadline passed before the call");
    }
    Duration wait =
        left.compareTo(settings.connectTimeout()) < 0 ? left : settings.connectTimeout();
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address(), (int) Math.max(1, wait.toMillis()));
      return new Http1Connection(secured(socket, wait), settings.clock());
    } catch (IOException e) {
      closeQuietly(socket);
      throw unreachable(e, left);
    }
  }

  private CallFailure unreachable(IOException e, Duration left) {
    if (Thread.currentThread().isInterrupted()) {
      return new CallFailure(FailureCode.SUBREQUEST_CANCELLED, "cancelled while connecting");
    }
    boolean late =
        e instanceof SocketTimeoutException && left.compareTo(settings.connectTimeout()) < 0;
    FailureCode code = late ? FailureCode.SUBREQUEST_TIMEOUT : FailureCode.SUBREQUEST_UNREACHABLE;
    return new CallFailure(code, "no connection: " + e.getClass().getSimpleName());
  }

  private InetSocketAddress address() {
    int port = endpoint.getPort();
    int standard = "https".equalsIgnoreCase(endpoint.getScheme()) ? 443 : 80;
    return new InetSocketAddress(endpoint.getHost(), port < 0 ? standard : port);
  }

  private Socket secured(Socket plain, Duration wait) throws IOException {
    if (!"https".equalsIgnoreCase(endpoint.getScheme())) {
      return plain;
    }
    plain.setSoTimeout((int) Math.max(1, wait.toMillis()));
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket =
        (SSLSocket) factory.createSocket(plain, endpoint.getHost(), address().getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Never connected: there is nothing to lose, and the first failure is the one to tell.
      Thread.onSpinWait();
    }
  }
}
