package ai.kompl.federation.composition.problem;

/**
 * A place in the SDL of one subgraph.
 *
 * @param subgraph name of the subgraph
 * @param line line, counted from 1; 0 when unknown
 * @param column column, counted from 1; 0 when unknown
 */
public record SourcePosition(String subgraph, int line, int column) {

  /** Some place in the subgraph that cannot be told more exactly. */
  public static SourcePosition unknown(String subgraph) {
    return new SourcePosition(subgraph, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? subgraph : subgraph + ":" + line + ":" + column;
  }
}
