package ai.kompl.federation.json;

/** Text that is not the JSON it should be. Carries no stack trace: it is an answer, not a fault. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /**
   * Makes an exception.
   *
   * @param what what was wrong, free of the text itself
   * @param offset the byte position where it was found
   */
  public JsonException(String what, int offset) {
    super(what + " at byte " + offset, null, false, false);
    this.offset = offset;
  }

  /** The byte position where the text was found to be wrong. */
  public int offset() {
    return offset;
  }
}
