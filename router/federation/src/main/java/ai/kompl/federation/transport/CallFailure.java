package ai.kompl.federation.transport;

/** Ends a call inside a transport; it becomes a {@link SubgraphResponse.Failed} at its edge. */
final class CallFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;

  CallFailure(FailureCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  static CallFailure malformed(String message) {
    return new CallFailure(FailureCode.SUBREQUEST_MALFORMED_RESPONSE, message);
  }

  FailureCode code() {
    return code;
  }

  SubgraphResponse.Failed toResponse() {
    return new SubgraphResponse.Failed(code, String.valueOf(getMessage()));
  }
}
