package ai.kompl.federation.transport;

import ai.kompl.federation.transport.SubgraphResponse.Failed;
import ai.kompl.federation.transport.SubgraphResponse.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * GraphQL over HTTP/2 (RFC 9113) by the JDK's client: many calls on one connection. Behind {@code
 * https} the protocol is agreed on by ALPN; behind {@code http} an upgrade is offered, which few
 * servers grant to a POST. A far end that does not agree is spoken to in HTTP/1.1.
 *
 * <p>{@link Http1Transport} costs less per call; this is for subgraphs that are reached through
 * proxies or meshes that want HTTP/2, or where connections are scarce. A query whose connection
 * ends before a byte of its answer has come is sent once more, a mutation never. Redirects are not
 * followed.
 */
public final class Http2Transport implements SubgraphTransport, AutoCloseable {
  private final URI endpoint;
  private final HeaderSource headers;
  private final Http2Settings settings;
  private final HttpClient client;

  private Http2Transport(URI endpoint, HeaderSource headers, Http2Settings settings) {
    this.endpoint = endpoint;
    this.headers = headers;
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout());
    if (settings.tls() != null) {
      builder.sslContext(settings.tls());
    }
    this.client = builder.build();
  }

  /**
   * A transport to one endpoint.
   *
   * @param endpoint an absolute {@code http} or {@code https} address
   * @throws IllegalArgumentException when the address is of another form
   */
  public static Http2Transport create(URI endpoint, HeaderSource headers, Http2Settings settings) {
    return new Http2Transport(Endpoints.checked(endpoint), headers, settings);
  }

  @Override
  public SubgraphResponse execute(SubgraphCall call) {
    HttpRequest request;
    try {
      request = request(call);
    } catch (IllegalArgumentException _) {
      // The value may be a secret, and the client's message repeats it.
      return new Failed(FailureCode.SUBREQUEST_FAILED, "a header cannot be sent");
    }
    SubgraphResponse response = exchange(request, call);
    boolean again = response == null && call.operation().idempotent();
    response = again ? exchange(request, call) : response;
    return response == null
        ? new Failed(FailureCode.SUBREQUEST_CONNECTION_LOST, "connection closed by the subgraph")
        : response;
  }

  /** Closes all connections; calls under way are given up. */
  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest request(SubgraphCall call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/json")
            .header("Accept", Http1Request.ACCEPT);
    for (Map.Entry<String, String> header : headers.headers(call)) {
      request.header(header.getKey(), header.getValue());
    }
    return request.POST(HttpRequest.BodyPublishers.ofByteArray(body(call))).build();
  }

  private static byte[] body(SubgraphCall call) {
    byte[] prefix = call.operation().bodyPrefix();
    byte[] variables = call.variables().json();
    var body = new byte[prefix.length + variables.length + 1];
    System.arraycopy(prefix, 0, body, 0, prefix.length);
    System.arraycopy(variables, 0, body, prefix.length, variables.length);
    body[body.length - 1] = '}';
    return body;
  }

  /** One try; null when the connection ended before a byte of the answer came. */
  private @Nullable SubgraphResponse exchange(HttpRequest request, SubgraphCall call) {
    Duration left = Duration.between(settings.clock().instant(), call.deadline());
    if (!left.isPositive()) {
      return new Failed(FailureCode.SUBREQUEST_TIMEOUT, "deadline passed before the call");
    }
    var begun = new AtomicBoolean();
    CompletableFuture<HttpResponse<AnswerBody.Bytes>> answer =
        client.sendAsync(
            request,
            head -> {
              begun.set(true);
              return new AnswerBody(settings, head.headers().firstValueAsLong("Content-Length"));
            });
    try {
      return accept(answer.get(left.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Failed(FailureCode.SUBREQUEST_TIMEOUT, "no complete answer before the deadline");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Failed(FailureCode.SUBREQUEST_CANCELLED, "cancelled while waiting");
    } catch (ExecutionException e) {
      return failed(e.getCause(), begun.get());
    }
  }

  private static SubgraphResponse accept(HttpResponse<AnswerBody.Bytes> answer) {
    AnswerBody.Bytes body = answer.body();
    int status = answer.statusCode();
    boolean success = status >= 200 && status < 300;
    boolean json =
        answer.headers().firstValue("Content-Type").filter(ResponseHead::isJson).isPresent();
    if (!answer.headers().firstValue("Content-Encoding").orElse("identity").equals("identity")) {
      body.page().release();
      return CallFailure.malformed("content encoding that was not asked for").toResponse();
    }
    if (body.length() == 0 || !(success || json)) {
      body.page().release();
      return new Failed(FailureCode.SUBREQUEST_HTTP_STATUS, "HTTP status " + status);
    }
    return new Json(body.page(), 0, body.length(), status);
  }

  private static @Nullable SubgraphResponse failed(@Nullable Throwable cause, boolean begun) {
    return switch (cause) {
      case AnswerBody.TooLargeException e ->
          new Failed(FailureCode.SUBREQUEST_RESPONSE_TOO_LARGE, String.valueOf(e.getMessage()));
      case ConnectException e -> unreachable(e);
      case HttpConnectTimeoutException e -> unreachable(e);
      case SSLHandshakeException e -> unreachable(e);
      case IOException e when begun ->
          new Failed(FailureCode.SUBREQUEST_CONNECTION_LOST, String.valueOf(e.getMessage()));
      case IOException _ -> null;
      case null, default -> new Failed(FailureCode.SUBREQUEST_FAILED, String.valueOf(cause));
    };
  }

  private static Failed unreachable(IOException e) {
    return new Failed(
        FailureCode.SUBREQUEST_UNREACHABLE, "no connection: " + e.getClass().getSimpleName());
  }
}
