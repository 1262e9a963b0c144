package ai.kompl.federation.transport;

import ai.kompl.federation.json.PagePool;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How an HTTP/2 transport behaves.
 *
 * @param connectTimeout the longest wait for a connection; the call's deadline holds too
 * @param maxResponseBytes the largest answer body that is read
 * @param pages where answer bytes are put
 * @param clock what deadlines are measured by
 * @param tls whom to trust behind {@code https}; null trusts whom the JVM trusts
 */
public record Http2Settings(
    Duration connectTimeout,
    int maxResponseBytes,
    PagePool pages,
    InstantSource clock,
    @Nullable SSLContext tls) {

  /** Checks the ranges. */
  public Http2Settings {
    if (!connectTimeout.isPositive() || maxResponseBytes <= 0) {
      throw new IllegalArgumentException("timeout and limit must be positive");
    }
  }

  /** Settings for calls inside one data centre, with an own page pool of 32 MiB. */
  public static Http2Settings standard() {
    return new Http2Settings(
        Duration.ofSeconds(2), 64 << 20, new PagePool(32L << 20), InstantSource.system(), null);
  }
}
