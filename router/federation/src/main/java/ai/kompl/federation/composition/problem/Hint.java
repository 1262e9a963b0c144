package ai.kompl.federation.composition.problem;

import java.util.List;

/**
 * Something worth knowing that does not stop composition.
 *
 * @param code stable code
 * @param message what was noticed and what to do about it
 * @param coordinate schema coordinate concerned; empty when it concerns a whole subgraph
 * @param subgraphs names of the subgraphs concerned; may be empty
 */
public record Hint(HintCode code, String message, String coordinate, List<String> subgraphs) {

  /** Copies the list. */
  public Hint {
    subgraphs = List.copyOf(subgraphs);
  }

  @Override
  public String toString() {
    return code + ": " + message;
  }
}
