package ai.kompl.federation.plan;

import ai.kompl.federation.schema.TypeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an object of the store is written as an entity representation.
 *
 * @param types the object types it is for; the executor takes the first representation of a lookup
 *     that is for the object's type
 * @param typename the {@code __typename} to send; null sends the object's own type (an interface
 *     object is sent under its interface's name)
 * @param fields the key and the required fields
 */
public record Representation(
    TypeSet types, @Nullable String typename, List<RepresentationField> fields) {
  /** Copies the list. */
  public Representation {
    fields = List.copyOf(fields);
  }

  /**
   * One field of a representation.
   *
   * @param name the key to write
   * @param slot where its value lies in the object
   * @param types the object types for which it is written; null for all
   * @param key whether it belongs to the entity's key: null or absent, it drops the representation.
   *     A required field that is null is sent as null
   * @param fields what to write of the objects below; empty for a leaf, which is copied
   */
  public record RepresentationField(
      String name,
      int slot,
      @Nullable TypeSet types,
      boolean key,
      List<RepresentationField> fields) {
    /** Copies the list. */
    public RepresentationField {
      fields = List.copyOf(fields);
    }
  }
}
