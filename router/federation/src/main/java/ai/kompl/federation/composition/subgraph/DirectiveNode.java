package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The definition of a directive. */
public record DirectiveNode(
    String name,
    @Nullable String description,
    Map<String, InputNode> arguments,
    boolean repeatable,
    Set<String> locations,
    SourcePosition position) {
  private static final Set<String> EXECUTABLE =
      Set.of(
          "QUERY",
          "MUTATION",
          "SUBSCRIPTION",
          "FIELD",
          "FRAGMENT_DEFINITION",
          "FRAGMENT_SPREAD",
          "INLINE_FRAGMENT",
          "VARIABLE_DEFINITION");

  /** Copies arguments and locations, keeping their order. */
  public DirectiveNode {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    locations = Collections.unmodifiableSet(new LinkedHashSet<>(locations));
  }

  /** Whether operations may use it. */
  public boolean executable() {
    return locations.stream().anyMatch(EXECUTABLE::contains);
  }

  /** Whether the location is one of operations rather than of schemas. */
  public static boolean executableLocation(String location) {
    return EXECUTABLE.contains(location);
  }

  /** The same under another name. */
  public DirectiveNode renamed(String newName) {
    return new DirectiveNode(newName, description, arguments, repeatable, locations, position);
  }
}
