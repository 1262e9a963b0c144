package ai.kompl.gateway.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one HTTP request while it is served, for the access log and the metrics. Used by
 * the request's own thread only.
 */
final class RequestTrace {
  private final String requestId;
  private final long start = System.nanoTime();
  private String route = "other";
  private @Nullable String tenant;
  private @Nullable String operation;
  private @Nullable String code;

  RequestTrace(String requestId) {
    this.requestId = requestId;
  }

  String requestId() {
    return requestId;
  }

  long start() {
    return start;
  }

  String route() {
    return route;
  }

  Optional<String> tenant() {
    return Optional.ofNullable(tenant);
  }

  Optional<String> operation() {
    return Optional.ofNullable(operation);
  }

  Optional<String> code() {
    return Optional.ofNullable(code);
  }

  void served(String byRoute) {
    this.route = byRoute;
  }

  void asked(String byTenant) {
    this.tenant = byTenant;
  }

  void ran(String kind) {
    this.operation = kind;
  }

  /** Keeps the first code only. */
  void failed(String withCode) {
    if (code == null) {
      code = withCode;
    }
  }
}
