package ai.kompl.federation.composition.problem;

import java.util.List;

/**
 * A reason why the subgraphs do not compose.
 *
 * @param code stable code
 * @param message what is wrong and what to do, in English; wording may change
 * @param coordinates schema coordinates concerned, such as {@code User.name}; may be empty
 * @param subgraphs names of the subgraphs concerned
 * @param positions where in their SDL
 */
public record CompositionError(
    ErrorCode code,
    String message,
    List<String> coordinates,
    List<String> subgraphs,
    List<SourcePosition> positions) {

  /** Copies the lists. */
  public CompositionError {
    coordinates = List.copyOf(coordinates);
    subgraphs = List.copyOf(subgraphs);
    positions = List.copyOf(positions);
  }

  @Override
  public String toString() {
    String where =
        positions.isEmpty()
            ? ""
            : " (" + String.join(", ", positions.stream().map(Object::toString).toList()) + ")";
    return code + ": " + message + where;
  }
}
