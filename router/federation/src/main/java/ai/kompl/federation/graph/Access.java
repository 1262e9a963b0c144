package ai.kompl.federation.graph;

import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.TypeReference;
import org.jspecify.annotations.Nullable;

/**
 * How a source gives a field.
 *
 * @param type the field's type in the source's subgraph
 * @param requires what the subgraph must be sent first; null when nothing
 * @param provided what the subgraph resolves below the field on this way
 */
public record Access(TypeReference type, @Nullable FieldSet requires, FieldSet provided) {}
