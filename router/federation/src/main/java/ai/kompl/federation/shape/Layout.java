package ai.kompl.federation.shape;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which slots the objects at one place of the store have, and in which order they lie in a table.
 * All objects of a place share one layout, whichever fetch they came from, so two of them merge
 * index by index. A layout may contain itself, directly or further down.
 */
public final class Layout {
  /** The index that stands for: no fetch fills this slot here. */
  public static final int NOWHERE = -1;

  private final int[] slots;
  private final @Nullable Layout[] children;
  private final boolean handled;

  Layout(int[] slots, boolean handled) {
    this.slots = slots;
    this.handled = handled;
    this.children = new Layout[slots.length];
  }

  void child(int index, Layout child) {
    children[index] = child;
  }

  /**
   * Whether objects here are looked into between answer and response: merged from several answers,
   * passed on the way to others, or sent as part of a representation.
   */
  boolean handled() {
    return handled;
  }

  /** How many values an object has. */
  public int size() {
    return slots.length;
  }

  /** Where a slot's value lies, or {@link #NOWHERE}. */
  public int indexOf(int slot) {
    int index = Arrays.binarySearch(slots, slot);
    return index < 0 ? NOWHERE : index;
  }

  /** The layout of the objects in the value at this index; null where the value is a leaf. */
  public @Nullable Layout child(int index) {
    return index == NOWHERE ? null : children[index];
  }
}
