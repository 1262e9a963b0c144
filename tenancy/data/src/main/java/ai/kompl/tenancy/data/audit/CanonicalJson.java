package ai.kompl.tenancy.data.audit;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A flat JSON object in the canonical form of RFC 8785: members sorted by the UTF-16 code units of
 * their names, no white space, the shortest escapes. Values are texts and whole numbers, so that
 * the RFC's rules for fractions are never needed.
 */
final class CanonicalJson {
  private final SortedMap<String, Object> members;

  private CanonicalJson(SortedMap<String, Object> members) {
    this.members = members;
  }

  /** An object without members. */
  static CanonicalJson object() {
    return new CanonicalJson(new TreeMap<>());
  }

  /** The object with one more text. */
  CanonicalJson with(String name, Object value) {
    members.put(name, value.toString());
    return this;
  }

  /** The object with one more text where there is one; absent and empty differ. */
  CanonicalJson with(String name, Optional<?> value) {
    value.ifPresent(present -> with(name, present));
    return this;
  }

  /** The object with one more number. */
  CanonicalJson with(String name, long value) {
    members.put(name, value);
    return this;
  }

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException when the text is not such an object in its canonical form
   */
  static CanonicalJson parse(String text) {
    CanonicalJson parsed = new CanonicalJson(new FlatJsonReader(text).object());
    if (!parsed.toString().equals(text)) {
      throw new IllegalArgumentException("it is not in the canonical form of RFC 8785");
    }
    return parsed;
  }

  /** A text; IllegalArgumentException when it is missing or of another type. */
  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new IllegalArgumentException("the member " + name + " is missing"));
  }

  Optional<String> optionalText(String name) {
    return Optional.ofNullable(members.get(name))
        .map(value -> {
          if (value instanceof String text) {
            return text;
          }
          throw new IllegalArgumentException("the member " + name + " is not a text");
        });
  }

  /** A number; IllegalArgumentException when it is missing or of another type. */
  long number(String name) {
    if (members.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("the member " + name + " is not a whole number");
  }

  /** The canonical text. */
  @Override
  public String toString() {
    var out = new StringBuilder("{");
    members.forEach((name, value) -> {
      out.append(out.length() == 1 ? "" : ",");
      quote(name, out);
      out.append(':');
      if (value instanceof String text) {
        quote(text, out);
      } else {
        out.append(value);
      }
    });
    return out.append('}').toString();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      escape(text.charAt(i), out);
    }
    out.append('"');
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        if (c < ' ') {
          out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 15, 16));
        } else {
          out.append(c);
        }
      }
    }
  }
}
