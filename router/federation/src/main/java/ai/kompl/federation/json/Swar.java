package ai.kompl.federation.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time: finds where plain string content ends. */
final class Swar {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGHS = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;
  private static final long SPACES = 0x2020202020202020L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;

  private Swar() {}

  /**
   * The first position from {@code from} whose byte is a quote, a backslash, a control character or
   * not ASCII; {@code end} when there is none.
   */
  static int plainEnd(byte[] bytes, int from, int end) {
    int at = from;
    for (; at + 8 <= end; at += 8) {
      long marks = marks((long) WORD.get(bytes, at));
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    while (at < end && isPlain(bytes[at])) {
      at++;
    }
    return at;
  }

  // A borrow can set a mark too many, but only above a byte that is itself marked: the lowest mark,
  // the only one looked at, is always right.
  private static long marks(long word) {
    long quotes = word ^ QUOTES;
    long backslashes = word ^ BACKSLASHES;
    long low = (word - SPACES) & ~word;
    long quote = (quotes - ONES) & ~quotes;
    long backslash = (backslashes - ONES) & ~backslashes;
    return (word | low | quote | backslash) & HIGHS;
  }

  private static boolean isPlain(byte b) {
    return b >= 0x20 && b != '"' && b != '\\';
  }
}
