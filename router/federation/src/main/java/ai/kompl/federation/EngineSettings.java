package ai.kompl.federation;

import ai.kompl.federation.execute.ExecutionSettings;
import ai.kompl.federation.operation.Limits;
import java.time.Duration;
import java.util.Set;

/**
 * How an engine behaves.
 *
 * @param limits what a document may cost
 * @param planningTime how long to look for a better plan once there is one
 * @param cachedOperations how many prepared operations are kept
 * @param overrideLabels the labels of progressive overrides that are switched on
 * @param execution limits and policies of execution
 */
public record EngineSettings(
    Limits limits,
    Duration planningTime,
    int cachedOperations,
    Set<String> overrideLabels,
    ExecutionSettings execution) {
  /** Copies the set and checks the ranges. */
  public EngineSettings {
    overrideLabels = Set.copyOf(overrideLabels);
    if (cachedOperations < 1 || planningTime.isNegative()) {
      throw new IllegalArgumentException("cachedOperations and planningTime must be positive");
    }
  }

  /** The standard limits, 250 ms to plan, 1,024 operations kept, no label switched on. */
  public static EngineSettings standard() {
    return new EngineSettings(
        Limits.standard(), Duration.ofMillis(250), 1024, Set.of(), ExecutionSettings.standard());
  }

  /** The same with other limits. */
  public EngineSettings withLimits(Limits other) {
    return new EngineSettings(other, planningTime, cachedOperations, overrideLabels, execution);
  }
}
