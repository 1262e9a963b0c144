package io.helidon.builder.api;

/**
 * Stands in for a nested interface that Helidon's core dropped in 4.2 and that its 4.1 modules
 * (database client, metrics wrapper) were compiled against. Binary name only: source code never
 * refers to it.
 *
 * @param <B> type of the builder
 * @param <P> type of what is built
 */
@SuppressWarnings("deprecation") // the old signature names the old Config type
public interface Prototype$ConfiguredBuilder<B, P> extends Prototype.Builder<B, P> {
  /**
   * Takes settings from configuration.
   *
   * @param config where to read
   * @return this builder
   */
  B config(io.helidon.common.config.Config config);
}
