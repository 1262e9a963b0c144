package ai.kompl.gateway.security;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps plain cross-site forms and images from starting operations: a request must carry something
 * that a browser sends across sites only after a preflight. A JSON body is that already; a GET
 * needs one of the headers named here.
 *
 * @param onGet whether GET requests are held to the rule
 */
public record PreflightRule(boolean onGet) {
  /** Headers whose presence proves that the request was not a simple one. */
  public static final List<String> HEADERS =
      List.of("X-Kompl-Preflight", "Apollo-Require-Preflight", "GraphQL-Require-Preflight");

  /** Refuses a GET without any of the headers. */
  public void checkGet(Predicate<String> hasHeader) {
    if (onGet && HEADERS.stream().noneMatch(hasHeader)) {
      throw RefusedException.of(
          Refusal.PREFLIGHT_REQUIRED,
          "A GET request needs the header " + HEADERS.getFirst() + " with any value.");
    }
  }
}
