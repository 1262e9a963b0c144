package ai.kompl.federation.execute;

import ai.kompl.federation.json.PagePool;
import java.time.InstantSource;

/**
 * Limits and policies of execution.
 *
 * @param maxAnswerDepth how deeply a subgraph's answer may be nested
 * @param maxErrors how many errors a response may have; further ones are counted, not shown
 * @param errors what of a subgraph's errors clients see
 * @param clock what deadlines are measured by
 * @param pages what responses are written on
 */
public record ExecutionSettings(
    int maxAnswerDepth, int maxErrors, ErrorPolicy errors, InstantSource clock, PagePool pages) {
  /** Checks the ranges. */
  public ExecutionSettings {
    if (maxAnswerDepth < 1 || maxErrors < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** Depth 512, 200 errors, the standard policy, the system's clock, 16 MiB of idle pages. */
  public static ExecutionSettings standard() {
    return new ExecutionSettings(
        512, 200, ErrorPolicy.standard(), InstantSource.system(), new PagePool(16L << 20));
  }
}
