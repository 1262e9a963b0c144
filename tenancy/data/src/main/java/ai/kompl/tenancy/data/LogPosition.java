package ai.kompl.tenancy.data;

/**
 * A place in the database's write-ahead log.
 *
 * @param offset bytes since its begin, unsigned
 */
record LogPosition(long offset) implements Comparable<LogPosition> {
  /** From the form in which the server writes it, such as {@code 16/B374D848}. */
  static LogPosition parse(String text) {
    int slash = text.indexOf('/');
    long high = Long.parseUnsignedLong(text.substring(0, slash), 16);
    return new LogPosition(high << 32 | Long.parseUnsignedLong(text.substring(slash + 1), 16));
  }

  @Override
  public int compareTo(LogPosition other) {
    return Long.compareUnsigned(offset, other.offset);
  }

  boolean covers(LogPosition other) {
    return compareTo(other) >= 0;
  }
}
