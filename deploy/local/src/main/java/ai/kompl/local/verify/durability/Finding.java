package ai.kompl.local.verify.durability;

/** Something that must not be. */
record Finding(Kind kind, String text) {
  /** What sort of thing. */
  enum Kind {
    /** It was acknowledged and is not there. */
    LOST,
    /** It is there more than once. */
    DUPLICATE,
    /** It was refused or never asked for, and is there. */
    INVENTED,
    /** State, audit trail, outbox and jobs do not tell the same. */
    TORN,
    /** A background job that nobody did. */
    UNDONE,
    /** An event that no consumer got. */
    UNDELIVERED,
    /** Out of the order of its aggregate. */
    DISORDER,
    /** Something is left that belongs to nothing, or is missing that something refers to. */
    DANGLING,
    /** An audit chain that does not verify. */
    CHAIN
  }

  @Override
  public String toString() {
    return kind + " " + text;
  }
}
