package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A field of an object or interface. */
public record FieldNode(
    String name,
    @Nullable String description,
    TypeRef type,
    Map<String, InputNode> arguments,
    List<Applied> directives,
    SourcePosition position)
    implements Element {

  /** Copies arguments and directives, keeping their order. */
  public FieldNode {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    directives = List.copyOf(directives);
  }

  /** The same with other directives. */
  public FieldNode withDirectives(List<Applied> others) {
    return new FieldNode(name, description, type, arguments, others, position);
  }

  /** The same with other arguments. */
  public FieldNode withArguments(Map<String, InputNode> others) {
    return new FieldNode(name, description, type, others, directives, position);
  }
}
