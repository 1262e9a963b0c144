package ai.kompl.kit;

import java.util.List;

/**
 * What a user can put right, as part of a mutation's payload.
 *
 * @param code stable, from the problem catalogue
 * @param message what was wrong and what to do
 * @param path the input field, outermost first; empty when it is about the whole
 */
public record UserError(String code, String message, List<String> path) {

  public UserError {
    path = List.copyOf(path);
  }
}
