package ai.kompl.federation.plan;

import java.util.List;

/**
 * How an operation is started from an entity instead of from a root fetch: the entity's key fields
 * are put into the store first.
 *
 * @param slot the root slot that holds the entity
 * @param typeName the entity's type
 * @param key the key's fields that the plan reads
 */
public record EntityRoot(int slot, String typeName, List<KeyInput> key) {
  /** Copies the list. */
  public EntityRoot {
    key = List.copyOf(key);
  }

  /**
   * One key field.
   *
   * @param name its name in the entity reference
   * @param slot its slot in the entity's object
   * @param fields those below it that the plan reads; empty for a leaf
   */
  public record KeyInput(String name, int slot, List<KeyInput> fields) {
    /** Copies the list. */
    public KeyInput {
      fields = List.copyOf(fields);
    }
  }
}
