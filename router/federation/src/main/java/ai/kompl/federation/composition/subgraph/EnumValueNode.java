package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of an enum. */
public record EnumValueNode(
    String name, @Nullable String description, List<Applied> directives, SourcePosition position)
    implements Element {

  /** Copies the directives. */
  public EnumValueNode {
    directives = List.copyOf(directives);
  }
}
