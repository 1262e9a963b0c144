package ai.kompl.federation.execute;

import java.util.Set;

/**
 * What of a subgraph's errors clients see.
 *
 * @param passMessages whether a subgraph's message is shown; otherwise a fixed sentence
 * @param hiddenExtensions keys of {@code extensions} that are never shown
 * @param subgraphNames whether {@code extensions.service} tells the subgraph's name
 */
public record ErrorPolicy(
    boolean passMessages, Set<String> hiddenExtensions, boolean subgraphNames) {
  /** Copies the set. */
  public ErrorPolicy {
    hiddenExtensions = Set.copyOf(hiddenExtensions);
  }

  /** Messages are shown, what tells of the inside of a subgraph is not. */
  public static ErrorPolicy standard() {
    return new ErrorPolicy(
        true,
        Set.of("stacktrace", "stackTrace", "exception", "debugInfo", "trace", "cause"),
        false);
  }
}
