package ai.kompl.federation.shape;

import ai.kompl.federation.schema.ObjectTypes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Object type names as bytes, to tell a type's number from an answer without making a string. */
public final class TypeNames {
  private final ObjectTypes types;
  private final byte[][] quoted;
  // Open addressing: type number plus one, zero for a free place.
  private final int[] table;

  TypeNames(ObjectTypes types) {
    this.types = types;
    this.quoted = new byte[types.count()][];
    this.table = new int[Integer.highestOneBit(types.count() * 2 + 2) * 2];
    for (int type = 0; type < types.count(); type++) {
      byte[] name = ('"' + types.name(type) + '"').getBytes(StandardCharsets.UTF_8);
      quoted[type] = name;
      int at = hash(name, 0, name.length);
      while (table[at] != 0) {
        at = (at + 1) & (table.length - 1);
      }
      table[at] = type + 1;
    }
  }

  /** The number of the type whose quoted name is this range, or -1. */
  public int number(byte[] bytes, int from, int length) {
    int at = hash(bytes, from, length);
    while (table[at] != 0) {
      byte[] name = quoted[table[at] - 1];
      if (Arrays.equals(bytes, from, from + length, name, 0, name.length)) {
        return table[at] - 1;
      }
      at = (at + 1) & (table.length - 1);
    }
    return -1;
  }

  /** The number of the type with this name, or -1. */
  public int number(String name) {
    return types.number(name);
  }

  /** The type's name in quotes. */
  public byte[] quoted(int type) {
    return quoted[type];
  }

  /** The type's name. */
  public String name(int type) {
    return types.name(type);
  }

  private int hash(byte[] bytes, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = hash * 31 + bytes[i];
    }
    return (hash ^ (hash >>> 15)) & (table.length - 1);
  }
}
