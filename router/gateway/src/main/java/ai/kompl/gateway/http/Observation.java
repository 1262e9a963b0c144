package ai.kompl.gateway.http;

import ai.kompl.gateway.telemetry.GatewayMetrics;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The pages for operators: health under {@code /health}, meters under {@code /metrics}. */
public final class Observation {
  private Observation() {}

  /**
   * The pages.
   *
   * @param readiness conditions by name; one that throws does not hold
   */
  public static ObserveFeature of(GatewayMetrics metrics, Map<String, BooleanSupplier> readiness) {
    var health = HealthObserver.builder().details(true).useSystemServices(false);
    health.addCheck(check("serving", HealthCheckType.LIVENESS, () -> true));
    readiness.forEach(
        (name, holds) -> health.addCheck(check(name, HealthCheckType.READINESS, holds)));
    return ObserveFeature.builder()
        .observersDiscoverServices(false)
        .endpoint("/")
        .addObserver(health.endpoint("health").build())
        .addObserver(
            MetricsObserver.builder()
                .endpoint("metrics")
                .meterRegistry(metrics.registry())
                .metricsConfig(config -> config.permitAll(true))
                .build())
        .build();
  }

  private static HealthCheck check(String name, HealthCheckType type, BooleanSupplier holds) {
    return new Check(name, type, holds);
  }

  /** A condition in the web server's form; why it fails is for the log, not for the page. */
  private record Check(String name, HealthCheckType type, BooleanSupplier holds)
      implements HealthCheck {
    @Override
    public String path() {
      return name;
    }

    @Override
    public HealthCheckResponse call() {
      return HealthCheckResponse.builder().status(holdsNow()).build();
    }

    private boolean holdsNow() {
      try {
        return holds.getAsBoolean();
      } catch (RuntimeException e) {
        // A boundary: checks are foreign code, and a failing one means "not ready".
        System.getLogger(Observation.class.getName())
            .log(System.Logger.Level.WARNING, "readiness-check-failed " + name, e);
        return false;
      }
    }
  }
}
