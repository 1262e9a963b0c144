package ai.kompl.federation.json;

/** Checks multi-byte sequences by RFC 3629 section 4: no overlong forms, no surrogates. */
final class Utf8 {
  private Utf8() {}

  /** The end of the multi-byte sequence that begins at {@code at}. */
  static int sequenceEnd(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int length = length(lead);
    if (length == 0 || at + length > end || !secondFits(lead, bytes[at + 1] & 0xFF)) {
      throw new JsonException("not UTF-8", at);
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        throw new JsonException("not UTF-8", at);
      }
    }
    return at + length;
  }

  private static int length(int lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  private static boolean secondFits(int lead, int second) {
    int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return second >= lowest && second <= highest;
  }
}
