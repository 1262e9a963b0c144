package ai.kompl.federation.transport;

import ai.kompl.federation.json.PagePool;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How an HTTP/1.1 transport behaves.
 *
 * @param connectTimeout the longest wait for a connection; the call's deadline holds too
 * @param idleTimeout how long an unused connection is kept; shorter than the subgraph's own limit
 * @param maxIdleConnections how many unused connections are kept
 * @param maxResponseBytes the largest answer body that is read
 * @param shareEqualCalls whether queries under way at the same time whose requests are equal byte
 *     for byte, headers and all, are sent once
 * @param pages where answer bytes are put
 * @param clock what deadlines are measured by
 */
public record Http1Settings(
    Duration connectTimeout,
    Duration idleTimeout,
    int maxIdleConnections,
    int maxResponseBytes,
    boolean shareEqualCalls,
    PagePool pages,
    InstantSource clock) {

  /** Checks the ranges. */
  public Http1Settings {
    if (!connectTimeout.isPositive() || !idleTimeout.isPositive()) {
      throw new IllegalArgumentException("timeouts must be positive");
    }
    if (maxIdleConnections < 0 || maxResponseBytes <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /**
   * Settings for calls inside one data centre, with an own page pool of 32 MiB. Equal calls are not
   * shared: callers' tokens differ anyway.
   */
  public static Http1Settings standard() {
    return new Http1Settings(
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        512,
        64 << 20,
        false,
        new PagePool(32L << 20),
        InstantSource.system());
  }

  /** The same, with equal calls that are under way at the same time sent once. */
  public Http1Settings sharingEqualCalls() {
    return new Http1Settings(
        connectTimeout, idleTimeout, maxIdleConnections, maxResponseBytes, true, pages, clock);
  }
}
