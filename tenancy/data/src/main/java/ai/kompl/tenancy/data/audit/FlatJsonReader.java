package ai.kompl.tenancy.data.audit;

import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one JSON object whose values are texts and whole numbers; anything else is refused. */
final class FlatJsonReader {
  private static final int MOST_DIGITS = 18;

  private final String text;
  private int at;

  FlatJsonReader(String text) {
    this.text = text;
  }

  SortedMap<String, Object> object() {
    var members = new TreeMap<String, Object>();
    expect('{');
    if (peek() != '}') {
      member(members);
      while (peek() == ',') {
        at++;
        member(members);
      }
    }
    expect('}');
    if (at != text.length()) {
      throw malformed();
    }
    return members;
  }

  private void member(SortedMap<String, Object> members) {
    String name = string();
    expect(':');
    Object value = peek() == '"' ? string() : number();
    if (members.put(name, value) != null) {
      throw malformed();
    }
  }

  private long number() {
    int start = at;
    while (Character.isDigit(peek())) {
      at++;
    }
    if (at == start || at - start > MOST_DIGITS) {
      throw malformed();
    }
    return Long.parseLong(text, start, at, 10);
  }

  private String string() {
    expect('"');
    var value = new StringBuilder();
    while (peek() != '"') {
      char c = next();
      value.append(c == '\\' ? escaped() : c);
    }
    at++;
    return value.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\' -> c;
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      case 'u' -> unicode();
      default -> throw malformed();
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw malformed();
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      at--;
      throw malformed();
    }
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  /** The character at which reading stands. */
  private char peek() {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("it is not a flat JSON object, see character " + (at + 1));
  }
}
