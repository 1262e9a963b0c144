package ai.kompl.tenancy.caller.access;

/**
 * One thing that a caller asked for or was shown. It changes nothing, so it is not told of in the
 * transaction of a change.
 *
 * @param kind what sort of thing
 * @param action what was done, dotted: {@code graphql.query}, {@code identity.user.read}
 * @param subjectType the GraphQL type of what it was done to; {@code Operation} for a request
 * @param subjectId the global id of that entity, or the name of the operation
 * @param outcome how it ended, in upper case: {@code OK}, {@code PARTIAL}, {@code REFUSED}
 */
public record Access(
    Kind kind, String action, String subjectType, String subjectId, String outcome) {
  /** The sorts of accesses. */
  public enum Kind {
    /** An operation was asked for. */
    REQUEST,
    /** Personal data of an entity were shown. */
    READ
  }

  /** An operation that was asked for. */
  public static Access request(String action, String operation, String outcome) {
    return new Access(Kind.REQUEST, action, "Operation", operation, outcome);
  }

  /** Personal data that were shown. */
  public static Access read(String action, String subjectType, String subjectId) {
    return new Access(Kind.READ, action, subjectType, subjectId, "OK");
  }
}
