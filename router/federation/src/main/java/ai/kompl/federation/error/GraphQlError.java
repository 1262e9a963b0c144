package ai.kompl.federation.error;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as the GraphQL specification (7.1.2) gives it to clients.
 *
 * @param message a sentence for the client's developer
 * @param locations where in the document; may be empty
 * @param path response keys ({@code String}) and list indices ({@code Integer}); empty when the
 *     error belongs to the whole request
 * @param extensions further facts; {@code code} is always there
 */
public record GraphQlError(
    String message,
    List<Location> locations,
    List<Object> path,
    Map<String, @Nullable Object> extensions) {
  /** Copies the lists. */
  public GraphQlError {
    locations = List.copyOf(locations);
    path = List.copyOf(path);
  }

  /** A place in the document, both counted from one. */
  public record Location(int line, int column) {}

  /** An error of the whole request. */
  public static GraphQlError of(EngineErrorCode code, String message, List<Location> locations) {
    return new GraphQlError(message, locations, List.of(), Map.of("code", code.name()));
  }
}
