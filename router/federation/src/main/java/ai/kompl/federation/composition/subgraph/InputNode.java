package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.SourcePosition;
import graphql.language.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An argument or a field of an input object. */
public record InputNode(
    String name,
    @Nullable String description,
    TypeRef type,
    @Nullable Value<?> defaultValue,
    List<Applied> directives,
    SourcePosition position)
    implements Element {

  /** Copies the directives. */
  public InputNode {
    directives = List.copyOf(directives);
  }

  /** Whether a value must be given: required and without default. */
  public boolean mandatory() {
    return type.required() && defaultValue == null;
  }

  /** The same with other directives. */
  public InputNode withDirectives(List<Applied> others) {
    return new InputNode(name, description, type, defaultValue, others, position);
  }
}
