package ai.kompl.local.verify.durability;

/**
 * A named place at which a process of the proof dies.
 *
 * @param seam the class and method that commits, or the step of a longer work: {@code
 *     JobLeases.done}
 * @param moment on which side of it
 */
record Failpoint(String seam, Moment moment) {
  /** On which side of a seam. */
  enum Moment {
    BEFORE,
    AFTER
  }

  /** The failpoint of that name. */
  static Failpoint parse(String text) {
    int end = text.lastIndexOf('.');
    return new Failpoint(text.substring(0, end), Moment.valueOf(text.substring(end + 1)));
  }

  @Override
  public String toString() {
    return seam + "." + moment;
  }
}
