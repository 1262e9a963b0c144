package ai.kompl.gateway.telemetry;

import java.util.Locale;

/** The way by which an operation came in; one label of the metrics. */
public enum Channel {
  /** One request, one answer. */
  HTTP,
  /** A stream of server-sent events. */
  SSE,
  /** A message of a WebSocket. */
  WEBSOCKET;

  /** The label's value. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
