package ai.kompl.local.verify.isolation;

/**
 * Something the attack brought to light.
 *
 * @param kind what it is
 * @param where the schema coordinate and position, or the case
 * @param detail what was seen
 */
public record Finding(Kind kind, String where, String detail) {
  /** What can be wrong. */
  public enum Kind {
    /** The other tenant's canary came back. */
    LEAK,
    /** The call with a foreign id was not refused as not found. */
    ACCEPTED,
    /** The refusal is not the one of something that never was. */
    DIFFERS,
    /** The owner's own call did not return the owner's canary, so the refusal proves nothing. */
    NO_POSITIVE_CONTROL,
    /** The other tenant's data changed. */
    CHANGED
  }

  @Override
  public String toString() {
    return kind + " at " + where + ": " + detail;
  }
}
