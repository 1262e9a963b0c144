package ai.kompl.federation.execute;

/**
 * A value of the store in one long: its kind, the document it belongs to, where it begins there and
 * how long it is. Scalars and raw values are ranges of the document's bytes; objects and lists
 * begin at an index of the document's table.
 */
final class Values {
  /** No fetch has given the value. */
  static final int ABSENT = 0;

  /** An object in the table; its offset is the index of its first value. */
  static final int OBJECT = 1;

  /** A list in the table; its offset is the index of its length, which the elements follow. */
  static final int LIST = 2;

  /** A string, as it was sent, in quotes. The kinds 3 to 6 are those of JsonKind. */
  static final int STRING = 3;

  /** A number, as it was sent. */
  static final int NUMBER = 4;

  /** A truth value, as it was sent. */
  static final int BOOLEAN = 5;

  /** Null. */
  static final int NULL = 6;

  /** The run-time type of an object; its offset is the type's number plus one, zero if unknown. */
  static final int TYPE = 7;

  /** An object that is kept as it was sent. */
  static final int RAW_OBJECT = 8;

  /** A list that is kept as it was sent. */
  static final int RAW_LIST = 9;

  /** A Java value; its offset is its index among the document's Java values. */
  static final int JAVA = 10;

  /** An object or list that goes to the client as it was sent, known to be what it expects. */
  static final int VERBATIM = 11;

  /** The longest range that can be told, in bytes. */
  static final int MAX_LENGTH = (1 << 24) - 1;

  /** The greatest offset that can be told. */
  static final int MAX_OFFSET = (1 << 26) - 1;

  /** Null, whatever its document. */
  static final long NULL_VALUE = (long) NULL << 60;

  private Values() {}

  static long range(int kind, int document, int offset, int length) {
    return (long) kind << 60 | (long) document << 50 | (long) offset << 24 | length;
  }

  static long at(int kind, int document, int offset) {
    return (long) kind << 60 | (long) document << 50 | (long) offset << 24;
  }

  static long type(int number) {
    return (long) TYPE << 60 | (long) (number + 1) << 24;
  }

  static int kind(long value) {
    return (int) (value >>> 60);
  }

  static int document(long value) {
    return (int) (value >>> 50) & 0x3FF;
  }

  static int offset(long value) {
    return (int) (value >>> 24) & MAX_OFFSET;
  }

  static int length(long value) {
    return (int) value & MAX_LENGTH;
  }

  /** The type's number, or -1 when this is no known type. */
  static int typeNumber(long value) {
    return kind(value) == TYPE ? offset(value) - 1 : -1;
  }
}
