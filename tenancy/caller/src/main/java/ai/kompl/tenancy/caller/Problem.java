package ai.kompl.tenancy.caller;

/**
 * The catalogue of what can go wrong. The name is the stable code that clients see; the message is
 * what they may be told when nothing more exact is known, and gives no detail of the inside away.
 */
public enum Problem {
  UNAUTHENTICATED(401, "Sign in first: a valid access token is needed."),
  FORBIDDEN(403, "You are not allowed to do this."),
  NOT_FOUND(404, "There is no such object."),
  VALIDATION_FAILED(400, "The input is not valid."),
  CONFLICT(409, "Someone else changed this in the meantime. Read it again and retry."),
  INVALID_TRANSITION(409, "This step is not possible in the present state."),
  PURGED(410, "This was disposed of for good and cannot come back."),
  PARENT_PURGED(
      410, "What this belongs to was disposed of for good, so it cannot come back either."),
  LEGAL_HOLD(409, "A legal hold forbids to dispose of this."),
  RETENTION_RUNNING(409, "This is still to be kept and cannot be disposed of yet."),
  QUOTA_EXCEEDED(403, "The quota of your plan is used up."),
  LICENCE_EXPIRED(
      403, "The organisation's licence is over: its data can be read and not changed. Renew it."),
  RATE_LIMITED(429, "Too many requests. Wait a little and retry."),
  TENANT_SUSPENDED(403, "The organisation is suspended. Ask the platform's support."),
  TENANT_OFFBOARDING(
      403, "The organisation is being closed. It can be read and exported, not changed."),
  TENANT_UPGRADING(
      503, "The organisation's data is being brought up to date. Retry in a few seconds."),
  TENANT_UPGRADE_FAILED(
      503, "The organisation's data could not be brought up to date. The support knows of it."),
  TENANT_BUSY(
      429, "Your organisation uses all of its share of the database at the moment. Retry shortly."),
  PAYLOAD_TOO_LARGE(413, "The content is larger than allowed."),
  UNSUPPORTED_MEDIA_TYPE(415, "This type of content is not accepted."),
  CONTENT_EMPTY(400, "The file is empty."),
  CONTENT_HASH_MISMATCH(400, "The content is not what its hash says. Send it again."),
  CONTENT_TYPE_MISMATCH(415, "The content is not of the type that was declared."),
  CONTENT_INFECTED(422, "The file carries malware and was not kept."),
  ERASED(410, "The organisation's data were erased for good."),
  UNAVAILABLE(503, "A part of the service is not available at the moment. Retry shortly."),
  TIMEOUT(504, "The request took too long."),
  INTERNAL(500, "Something went wrong on our side. Quote the request id to the support.");

  private final int httpStatus;
  private final String message;

  Problem(int httpStatus, String message) {
    this.httpStatus = httpStatus;
    this.message = message;
  }

  /** The stable code that clients see. */
  public String code() {
    return name();
  }

  /** The status where the problem is told by HTTP itself. */
  public int httpStatus() {
    return httpStatus;
  }

  /** The text that may be shown to anyone. */
  public String message() {
    return message;
  }
}
