package ai.kompl.federation.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a field is in one subgraph.
 *
 * @param type its type there
 * @param external whether the subgraph only knows it and does not resolve it
 * @param requires what it needs from other subgraphs; null when nothing
 * @param provides what the subgraph resolves below it although it is external elsewhere; null when
 *     nothing
 * @param override its part in a progressive override; null without one
 * @param contextArguments the arguments that it takes from contexts
 */
public record FieldInSubgraph(
    TypeReference type,
    boolean external,
    @Nullable FieldSet requires,
    @Nullable FieldSet provides,
    @Nullable OverrideLabel override,
    List<ContextArgument> contextArguments) {

  /** Copies the list. */
  public FieldInSubgraph {
    contextArguments = List.copyOf(contextArguments);
  }

  /**
   * A field that moves between subgraphs by a label.
   *
   * @param label the label's text
   * @param newHome whether this subgraph has the field when the label is on; otherwise it has it
   *     when the label is off
   */
  public record OverrideLabel(String label, boolean newHome) {}
}
