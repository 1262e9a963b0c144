package ai.kompl.gateway.refusal;

/** The gateway's own error codes, as clients find them in {@code extensions.code}. Stable names. */
public enum Refusal {
  /** The body or a JSON parameter is not JSON, or not a JSON object. */
  INVALID_JSON(400),
  /** A request parameter has the wrong JSON type. */
  INVALID_PARAMETER(400),
  /** There is no operation text and no document id. */
  MISSING_QUERY(400),
  /** Several operations were sent in one request. */
  BATCHING_NOT_SUPPORTED(400),
  /** A subscription was sent where only one answer can be given. */
  SUBSCRIPTION_TRANSPORT_REQUIRED(400),
  /** No document is stored under the given id. */
  PERSISTED_DOCUMENT_NOT_FOUND(400),
  /** No valid access token came with the request, and the operation needs one. */
  UNAUTHENTICATED(401),
  /** A cross-site form could have sent this request. */
  PREFLIGHT_REQUIRED(403),
  /** The page that sends the request is not from an allowed origin. */
  ORIGIN_NOT_ALLOWED(403),
  /** The caller does not hold what the schema demands for a live operation. */
  UNAUTHORIZED_FIELD_OR_TYPE(403),
  /** The schema is not shown to this caller. */
  INTROSPECTION_DISABLED(403),
  /** Nothing is served under this path, or the named object does not exist for the caller. */
  NOT_FOUND(404),
  /** The HTTP method is not served here. */
  METHOD_NOT_ALLOWED(405),
  /** No media type that the client accepts can be produced. */
  NOT_ACCEPTABLE(406),
  /** The body is larger than the limit. */
  PAYLOAD_TOO_LARGE(413),
  /** The body has a media type or encoding that is not read here. */
  UNSUPPORTED_MEDIA_TYPE(415),
  /** The caller has as many live operations as are allowed. */
  TOO_MANY_SUBSCRIPTIONS(429),
  /** A fault of the server; the request id leads to its log entry. */
  INTERNAL(500),
  /** The server is at its limit or shutting down; try again later. */
  UNAVAILABLE(503);

  private final int status;

  Refusal(int status) {
    this.status = status;
  }

  /** The HTTP status that goes with the code. */
  public int status() {
    return status;
  }
}
