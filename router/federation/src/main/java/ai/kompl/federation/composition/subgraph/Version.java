package ai.kompl.federation.composition.subgraph;

import org.jspecify.annotations.Nullable;

/** The version of a linked specification. Two integers: 2.10 is later than 2.9. */
public record Version(int major, int minor) implements Comparable<Version> {

  /** Reads {@code v2.10}; null when the text has another form. */
  public static @Nullable Version parse(String text) {
    int dot = text.indexOf('.');
    if (!text.startsWith("v") || dot < 2) {
      return null;
    }
    try {
      return new Version(
          Integer.parseUnsignedInt(text.substring(1, dot)),
          Integer.parseUnsignedInt(text.substring(dot + 1)));
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /** Whether this version is the other one or later. */
  public boolean atLeast(Version other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(Version other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return "v" + major + "." + minor;
  }
}
