package ai.kompl.federation.graph;

import ai.kompl.federation.schema.ContextArgument;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.TypeReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a source gives a field.
 *
 * @param type the field's type in the source's subgraph
 * @param requires what the subgraph must be sent first; null when nothing
 * @param contextArguments what is sent of the objects around; only entities found by key can have
 *     it
 * @param provided what the subgraph resolves below the field on this way
 */
public record Access(
    TypeReference type,
    @Nullable FieldSet requires,
    List<ContextArgument> contextArguments,
    FieldSet provided) {
  /** Whether the field is there wherever the source is. */
  public boolean direct() {
    return requires == null && contextArguments.isEmpty();
  }
}
