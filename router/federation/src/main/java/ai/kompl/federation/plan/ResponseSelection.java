package ai.kompl.federation.plan;

import ai.kompl.federation.schema.OutputType;
import ai.kompl.federation.schema.TypeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's selection after fragments are inlined and equal fields merged: the shape of the
 * answer. Order is the order of the answer's keys.
 *
 * @param fields the fields; of several with the same response key the first one counts whose types
 *     and condition fit
 * @param deferred the fragments that follow as parts of their own
 */
public record ResponseSelection(List<ResponseField> fields, List<DeferredSelection> deferred) {
  /** No fields: the selection of a leaf. */
  public static final ResponseSelection NONE = new ResponseSelection(List.of());

  /** Copies the list. */
  public ResponseSelection {
    fields = List.copyOf(fields);
    deferred = List.copyOf(deferred);
  }

  /** A selection without deferred fragments. */
  public ResponseSelection(List<ResponseField> fields) {
    this(fields, List.of());
  }

  /**
   * A fragment with {@code @defer}: its fields follow in a later part of the response, once for
   * each object.
   *
   * @param part the number of the part, from one; zero is the first response
   * @param label what the client calls it; null without a label
   * @param types the object types that it is for; null for every possible type
   * @param condition when it takes part
   * @param selection its fields
   */
  public record DeferredSelection(
      int part,
      @Nullable String label,
      @Nullable TypeSet types,
      Condition condition,
      ResponseSelection selection) {}

  /**
   * One field of the answer.
   *
   * @param responseKey its key in the answer
   * @param name the field's name
   * @param source where its value comes from
   * @param types the object types that have it; null when every possible type has
   * @param condition its {@code @skip} and {@code @include}; when it does not hold the key is
   *     absent
   * @param granted when the caller may see it too; when the condition holds and this does not, the
   *     value is null and an error says why
   * @param type what the API schema says of the value
   * @param selection the selection below; {@link #NONE} for a leaf
   */
  public record ResponseField(
      String responseKey,
      String name,
      Source source,
      @Nullable TypeSet types,
      Condition condition,
      Condition granted,
      OutputType type,
      ResponseSelection selection) {

    /** A field that every caller may see. */
    public ResponseField(
        String responseKey,
        String name,
        Source source,
        @Nullable TypeSet types,
        Condition condition,
        OutputType type,
        ResponseSelection selection) {
      this(responseKey, name, source, types, condition, condition, type, selection);
    }
  }

  /** Where a field's value is found. */
  public sealed interface Source {

    /** In the store. */
    record InSlot(int slot) implements Source {}

    /**
     * The name of the object's type.
     *
     * @param fixed the name where only one type is possible; otherwise null, and the name is in
     *     {@link Slot#TYPENAME}
     */
    record Typename(@Nullable String fixed) implements Source {}

    /**
     * In the introspection result, under the field's response key, complete and already checked.
     * Root fields only.
     */
    record Introspection() implements Source {}
  }
}
