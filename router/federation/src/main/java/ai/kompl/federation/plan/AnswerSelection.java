package ai.kompl.federation.plan;

import java.util.List;

/**
 * What a subgraph's answer holds at one object, whatever the object's type: fragments are flattened
 * since a response key stands for one slot within one selection. Keys that are not listed are
 * ignored.
 *
 * @param fields the keys to read
 */
public record AnswerSelection(List<AnswerField> fields) {
  /** Copies the list. */
  public AnswerSelection {
    fields = List.copyOf(fields);
  }

  /**
   * One key of an answer.
   *
   * @param responseKey the key in the subgraph's answer
   * @param slot where its value goes in the object
   * @param leaf whether the value is kept as it is; otherwise it is an object, null, or lists of
   *     them, read by the selection below
   * @param selection what to read of the objects; empty for a leaf
   */
  public record AnswerField(
      String responseKey, int slot, boolean leaf, AnswerSelection selection) {}

  /** Nothing to read. */
  public static final AnswerSelection NONE = new AnswerSelection(List.of());
}
