package ai.kompl.kit;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.List;

/**
 * The payload of a mutation that did nothing: user errors, and null for all else.
 *
 * @param userErrors what the user can put right, never empty
 */
record RefusedPayload(List<UserError> userErrors) {

  /** Whether a problem is one that the user can put right in the input. */
  static boolean canBePutRight(Problem problem) {
    return switch (problem) {
      case VALIDATION_FAILED, CONFLICT, INVALID_TRANSITION, NOT_FOUND, PURGED, PARENT_PURGED ->
          true;
      default -> false;
    };
  }

  static RefusedPayload of(ProblemException e) {
    return new RefusedPayload(
        List.of(
            new UserError(
                e.problem().code(),
                e.clientMessage(),
                e.path().map(RefusedPayload::withinInput).orElse(List.of()))));
  }

  /** The path that clients see begins inside the argument {@code input}; empty is all of it. */
  private static List<String> withinInput(String path) {
    List<String> fields = List.of(path.split("\\.", -1));
    return fields.getFirst().equals("input") ? fields.subList(1, fields.size()) : fields;
  }
}
