package ai.kompl.federation.shape;

import java.util.List;

/**
 * What a value of an answer must look like to be handed on to the client as the bytes it was sent
 * as: the same keys in the same order, every value as the API schema says, and nothing else.
 */
public final class VerbatimShape {
  private final ValueShape value;
  private final VerbatimShape element;
  private final byte[][] keys;
  private final VerbatimShape[] members;

  private VerbatimShape(ValueShape value, List<Member> members) {
    this.value = value;
    this.element =
        value.kind() == ValueShape.Kind.LIST ? new VerbatimShape(value.element(), members) : this;
    this.keys = members.stream().map(Member::quoted).toArray(byte[][]::new);
    this.members = members.stream().map(Member::value).toArray(VerbatimShape[]::new);
  }

  /** A value whose objects, if it has any, have these members. */
  static VerbatimShape of(ValueShape value, List<Member> members) {
    return new VerbatimShape(value, members);
  }

  /** A member of an object: its key in quotes with the colon, and what its value looks like. */
  @SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
  record Member(byte[] quoted, VerbatimShape value) {}

  /** The type of the value. */
  public ValueShape value() {
    return value;
  }

  /** What an element of the list looks like; this itself where the value is no list. */
  public VerbatimShape element() {
    return element;
  }

  /** How many members an object has. */
  public int memberCount() {
    return members.length;
  }

  /** A member's key in UTF-8, with its quotes and colon. */
  public byte[] key(int number) {
    return keys[number];
  }

  /** A member's value. */
  public VerbatimShape member(int number) {
    return members[number];
  }
}
