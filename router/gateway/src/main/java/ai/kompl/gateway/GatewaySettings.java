package ai.kompl.gateway;

import ai.kompl.gateway.operation.Introspection;
import ai.kompl.gateway.websocket.SocketLimits;
import java.time.Duration;
import java.util.Set;

/**
 * How a gateway serves. {@link #development} and {@link #production} give the two profiles; the
 * {@code with} methods change one thing.
 *
 * @param listener the socket and what it holds
 * @param operations what an operation may be and use
 * @param browser which pages may use the endpoint, and the page of our own
 * @param streams live operations
 * @param uploadLimit the largest upload, in bytes
 */
public record GatewaySettings(
    Listener listener,
    OperationRules operations,
    Browser browser,
    Streams streams,
    long uploadLimit) {

  private static final long MEBIBYTE = 1024 * 1024;

  /**
   * The listening socket.
   *
   * @param host the address to bind; loopback unless told otherwise
   * @param port the port, 0 for any free one
   * @param connections how many TCP connections are held at once
   * @param work how many operations and uploads are worked on at once
   * @param idle after how long an idle connection is closed
   * @param grace how long running requests may take to end when the server stops
   */
  public record Listener(
      String host, int port, int connections, int work, Duration idle, Duration grace) {}

  /**
   * What operations are held to.
   *
   * @param bodyLimit the largest request body, in bytes
   * @param timeLimit the longest time from request to answer
   * @param introspection who may see the schema
   * @param textInUrl whether GET may carry operation text, or only a stored document's id
   * @param preflightOnGet whether GET needs a header that forms cannot send
   */
  public record OperationRules(
      long bodyLimit,
      Duration timeLimit,
      Introspection introspection,
      boolean textInUrl,
      boolean preflightOnGet) {}

  /**
   * What concerns browsers.
   *
   * @param allowedOrigins pages of these origins may use the endpoint, beside our own
   * @param page whether the explorer page is served
   * @param defaultQuery what the explorer shows first
   */
  public record Browser(Set<String> allowedOrigins, boolean page, String defaultQuery) {
    /** Copies the set. */
    public Browser {
      allowedOrigins = Set.copyOf(allowedOrigins);
    }
  }

  /**
   * Live operations.
   *
   * @param sockets WebSockets and what they may use
   * @param eventsWaiting how many events may wait for one slow client before they are merged
   * @param most how many live operations run at once
   */
  public record Streams(SocketLimits sockets, int eventsWaiting, int most) {}

  /** For the own machine: the schema is open, GET takes operation text, the page is served. */
  public static GatewaySettings development(int port) {
    return new GatewaySettings(
        new Listener("127.0.0.1", port, 8_000, 256, Duration.ofSeconds(75), Duration.ofSeconds(5)),
        new OperationRules(MEBIBYTE, Duration.ofSeconds(30), Introspection.OPEN, true, false),
        new Browser(Set.of(), true, ""),
        usualStreams(),
        64 * MEBIBYTE);
  }

  /** For others to use: the schema for callers only, GET by document id, no page. */
  public static GatewaySettings production(int port) {
    return new GatewaySettings(
        new Listener("127.0.0.1", port, 8_000, 256, Duration.ofSeconds(75), Duration.ofSeconds(25)),
        new OperationRules(
            MEBIBYTE, Duration.ofSeconds(30), Introspection.AUTHENTICATED, false, true),
        new Browser(Set.of(), false, ""),
        usualStreams(),
        64 * MEBIBYTE);
  }

  private static Streams usualStreams() {
    SocketLimits sockets =
        new SocketLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            (int) MEBIBYTE,
            100,
            10_000);
    return new Streams(sockets, 16, 20_000);
  }

  /** The same on another address. */
  public GatewaySettings withListener(Listener changed) {
    return new GatewaySettings(changed, operations, browser, streams, uploadLimit);
  }

  /** The same with other rules for operations. */
  public GatewaySettings withOperations(OperationRules changed) {
    return new GatewaySettings(listener, changed, browser, streams, uploadLimit);
  }

  /** The same for other browsers. */
  public GatewaySettings withBrowser(Browser changed) {
    return new GatewaySettings(listener, operations, changed, streams, uploadLimit);
  }

  /** The same with other live operations. */
  public GatewaySettings withStreams(Streams changed) {
    return new GatewaySettings(listener, operations, browser, changed, uploadLimit);
  }

  /** The same with another largest upload. */
  public GatewaySettings withUploadLimit(long changed) {
    return new GatewaySettings(listener, operations, browser, streams, changed);
  }
}
