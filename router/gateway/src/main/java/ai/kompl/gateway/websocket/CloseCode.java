package ai.kompl.gateway.websocket;

/** Why the server closes a conversation: the protocol's own codes and those of RFC 6455, 7.4.1. */
enum CloseCode {
  GOING_AWAY(1001, "The server is going away; connect again"),
  MESSAGE_TOO_BIG(1009, "Message too big"),
  TRY_AGAIN_LATER(1013, "Try again later"),
  INVALID_MESSAGE(4400, "Invalid message"),
  UNAUTHORIZED(4401, "Unauthorized"),
  FORBIDDEN(4403, "Forbidden"),
  SUBPROTOCOL_NOT_ACCEPTABLE(4406, "Subprotocol not acceptable"),
  INITIALISATION_TIMEOUT(4408, "Connection initialisation timeout"),
  SUBSCRIBER_EXISTS(4409, "Subscriber already exists"),
  TOO_MANY_INITIALISATIONS(4429, "Too many initialisation requests"),
  INTERNAL_ERROR(4500, "Internal server error");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** The number sent. */
  int code() {
    return code;
  }

  /** The sentence sent; it repeats nothing that the client wrote. */
  String reason() {
    return reason;
  }
}
