package ai.kompl.federation.schema;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** An immutable set of object types, by their numbers in {@link ObjectTypes}. */
public final class TypeSet {
  private static final TypeSet EMPTY = new TypeSet(new long[0]);

  // Without trailing zero words, so that equal sets have equal arrays.
  private final long[] words;

  private TypeSet(long[] words) {
    this.words = words;
  }

  /** The set without members. */
  public static TypeSet empty() {
    return EMPTY;
  }

  /** The set of the given type numbers. */
  public static TypeSet of(int... types) {
    int highest = -1;
    for (int type : types) {
      highest = Math.max(highest, type);
    }
    long[] words = new long[(highest + 64) >> 6];
    for (int type : types) {
      words[type >> 6] |= 1L << type;
    }
    return highest < 0 ? EMPTY : new TypeSet(words);
  }

  /** Whether the type is a member; false for -1, the number of an unknown type. */
  public boolean contains(int type) {
    int word = type >> 6;
    return type >= 0 && word < words.length && (words[word] & (1L << type)) != 0;
  }

  /** The members of both. */
  public TypeSet and(TypeSet other) {
    long[] result = Arrays.copyOf(words, Math.min(words.length, other.words.length));
    for (int word = 0; word < result.length; word++) {
      result[word] &= other.words[word];
    }
    return trimmed(result);
  }

  /** The members of either. */
  public TypeSet or(TypeSet other) {
    long[] result = Arrays.copyOf(words, Math.max(words.length, other.words.length));
    for (int word = 0; word < other.words.length; word++) {
      result[word] |= other.words[word];
    }
    return trimmed(result);
  }

  /** The members of this set that are not in the other. */
  public TypeSet minus(TypeSet other) {
    long[] result = words.clone();
    for (int word = 0; word < Math.min(result.length, other.words.length); word++) {
      result[word] &= ~other.words[word];
    }
    return trimmed(result);
  }

  /** Whether every member is in the other set too. */
  public boolean isSubsetOf(TypeSet other) {
    for (int word = 0; word < words.length; word++) {
      long others = word < other.words.length ? other.words[word] : 0;
      if ((words[word] & ~others) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether some type is in both. */
  public boolean intersects(TypeSet other) {
    for (int word = 0; word < Math.min(words.length, other.words.length); word++) {
      if ((words[word] & other.words[word]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is no member. */
  public boolean isEmpty() {
    return words.length == 0;
  }

  /** How many members there are. */
  public int size() {
    int size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /** The member with the lowest number, or -1 when there is none. */
  public int first() {
    for (int word = 0; word < words.length; word++) {
      if (words[word] != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(words[word]);
      }
    }
    return -1;
  }

  /** Calls the action with each member, in ascending order. */
  public void forEach(IntConsumer action) {
    for (int word = 0; word < words.length; word++) {
      for (long left = words[word]; left != 0; left &= left - 1) {
        action.accept((word << 6) + Long.numberOfTrailingZeros(left));
      }
    }
  }

  /** Whether the test holds for each member. */
  public boolean allMatch(IntPredicate test) {
    for (int word = 0; word < words.length; word++) {
      for (long left = words[word]; left != 0; left &= left - 1) {
        if (!test.test((word << 6) + Long.numberOfTrailingZeros(left))) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypeSet set && Arrays.equals(words, set.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    forEach(type -> text.append(text.length() > 1 ? " " : "").append(type));
    return text.append('}').toString();
  }

  private static TypeSet trimmed(long[] words) {
    int length = words.length;
    while (length > 0 && words[length - 1] == 0) {
      length--;
    }
    if (length == 0) {
      return EMPTY;
    }
    return new TypeSet(length == words.length ? words : Arrays.copyOf(words, length));
  }
}
