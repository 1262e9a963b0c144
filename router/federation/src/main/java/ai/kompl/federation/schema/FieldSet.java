package ai.kompl.federation.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A selection that a directive gives as text: of a key, {@code @requires} or {@code @provides}.
 *
 * @param fields its fields, inline fragments dissolved into conditions on them
 */
public record FieldSet(List<Entry> fields) {
  /** Selects nothing. */
  public static final FieldSet EMPTY = new FieldSet(List.of());

  /** Copies the list. */
  public FieldSet {
    fields = List.copyOf(fields);
  }

  /**
   * One field.
   *
   * @param typeCondition the type of the nearest inline fragment around it; null without one
   * @param name the field's name
   * @param arguments the arguments in one normal form; empty without any
   * @param selection what is selected below
   */
  public record Entry(
      @Nullable String typeCondition, String name, String arguments, FieldSet selection) {}

  /** Whether nothing is selected. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }
}
