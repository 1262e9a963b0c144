package ai.kompl.federation.composition.merge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one subgraph holds of a field ({@code @join__field}); a null subgraph means that no graph
 * has the field under this type and an interface object gives it.
 *
 * @param type the subgraph's own type when it differs from the merged one
 */
public record JoinField(
    @Nullable String subgraph,
    @Nullable String requires,
    @Nullable String provides,
    @Nullable String type,
    boolean external,
    @Nullable String override,
    boolean usedOverridden,
    @Nullable String overrideLabel,
    List<ContextArgument> contextArguments) {

  /** An argument that the router fills from a context ({@code join__ContextArgument}). */
  public record ContextArgument(String name, String type, String context, String selection) {}

  /** Copies the list. */
  public JoinField {
    contextArguments = List.copyOf(contextArguments);
  }

  /** The mark of a field that an interface object gives. */
  public static JoinField ofInterfaceObject() {
    return new JoinField(null, null, null, null, false, null, false, null, List.of());
  }
}
