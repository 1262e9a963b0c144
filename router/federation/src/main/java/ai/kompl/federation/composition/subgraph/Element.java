package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all parts of a schema have in common. */
public sealed interface Element permits TypeNode, FieldNode, InputNode, EnumValueNode {

  /** Its name. */
  String name();

  /** Its description; null when it has none. */
  @Nullable String description();

  /** Directives applied to it, in order. */
  List<Applied> directives();

  /** Where it is defined. */
  SourcePosition position();

  /** Whether the federation directive is applied. */
  default boolean has(FederationDirective directive) {
    for (Applied applied : directives()) {
      if (applied.known() == directive) {
        return true;
      }
    }
    return false;
  }

  /** The applications of a federation directive. */
  default List<Applied> all(FederationDirective directive) {
    return directives().stream().filter(applied -> applied.known() == directive).toList();
  }

  /** The first application of a federation directive, or null. */
  default @Nullable Applied first(FederationDirective directive) {
    for (Applied applied : directives()) {
      if (applied.known() == directive) {
        return applied;
      }
    }
    return null;
  }
}
