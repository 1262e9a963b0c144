package ai.kompl.gateway.telemetry;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Where access entries go. */
@FunctionalInterface
public interface AccessLog {

  /** Takes one entry; called on the thread of the request. */
  void write(AccessEntry entry);

  /**
   * Writes to the logger {@code ai.kompl.gateway.access}, each fact as a key with its value, which
   * the JSON encoder of the launcher turns into one object per line.
   */
  static AccessLog toLogger() {
    Logger logger = LoggerFactory.getLogger("ai.kompl.gateway.access");
    return entry -> line(logger, entry).log("request");
  }

  private static LoggingEventBuilder line(Logger logger, AccessEntry entry) {
    LoggingEventBuilder line =
        logger
            .atInfo()
            .addKeyValue("event", "request")
            .addKeyValue("requestId", entry.requestId())
            .addKeyValue("method", entry.method())
            .addKeyValue("route", entry.route())
            .addKeyValue("status", entry.status())
            .addKeyValue("micros", entry.took().toNanos() / 1_000);
    line = with(line, "tenant", entry.tenant());
    line = with(line, "operation", entry.operation());
    return with(line, "code", entry.code());
  }

  private static LoggingEventBuilder with(
      LoggingEventBuilder line, String key, Optional<String> value) {
    return value.isPresent() ? line.addKeyValue(key, value.get()) : line;
  }
}
