package ai.kompl.federation.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A field of an object or interface of the supergraph. */
public final class FieldDefinition {
  private final String name;
  private final TypeReference type;
  private final boolean inaccessible;
  private final Set<String> arguments;
  private final @Nullable FieldInSubgraph[] bySubgraph;

  /**
   * Makes a field.
   *
   * @param arguments the names of its arguments
   * @param bySubgraph by the subgraph's number; null where a subgraph lacks it
   */
  public FieldDefinition(
      String name,
      TypeReference type,
      boolean inaccessible,
      Set<String> arguments,
      List<@Nullable FieldInSubgraph> bySubgraph) {
    this.arguments = Set.copyOf(arguments);
    this.name = name;
    this.type = type;
    this.inaccessible = inaccessible;
    this.bySubgraph = bySubgraph.toArray(new @Nullable FieldInSubgraph[0]);
  }

  /** The field's name. */
  public String name() {
    return name;
  }

  /** Its type in the supergraph. */
  public TypeReference type() {
    return type;
  }

  /** Whether clients may not see it. */
  public boolean inaccessible() {
    return inaccessible;
  }

  /** The names of its arguments: each subgraph that has the field has them. */
  public Set<String> arguments() {
    return arguments;
  }

  /** What it is in a subgraph; null when the subgraph does not have it. */
  public @Nullable FieldInSubgraph in(int subgraph) {
    return bySubgraph[subgraph];
  }

  @Override
  public String toString() {
    return name + ": " + type.text() + " " + Arrays.toString(bySubgraph);
  }
}
