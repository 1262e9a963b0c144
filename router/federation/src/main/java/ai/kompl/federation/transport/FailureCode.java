package ai.kompl.federation.transport;

/** Why a subgraph call gave no usable answer. The names are stable: clients see them as codes. */
public enum FailureCode {
  /** No connection could be made: refused, unknown host, no route. */
  SUBREQUEST_UNREACHABLE,
  /** The connection ended before the whole answer had come. */
  SUBREQUEST_CONNECTION_LOST,
  /** The deadline passed before the whole answer had come. */
  SUBREQUEST_TIMEOUT,
  /** The client request was cancelled while the call was under way. */
  SUBREQUEST_CANCELLED,
  /** The subgraph answered with an HTTP status that carries no GraphQL result. */
  SUBREQUEST_HTTP_STATUS,
  /** The answer is not HTTP, not JSON, or not a GraphQL result of the shape asked for. */
  SUBREQUEST_MALFORMED_RESPONSE,
  /** The answer is larger than the limit. */
  SUBREQUEST_RESPONSE_TOO_LARGE,
  /** The subgraph in the same process ended with an exception. */
  SUBREQUEST_FAILED,
  /**
   * The entities have more different values of contexts than one call may carry, so that none was
   * made.
   */
  SUBREQUEST_TOO_MANY_CONTEXTS
}
