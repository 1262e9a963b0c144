package ai.kompl.tenancy.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the log says of something that is away for a while. */
class OutageTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Lines log = new Lines();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Outage outage = new Outage(log, "relay-failed", now::get);

  @Test
  void beginningAndEndAreToldAndInBetweenOneLineAMinute() {
    for (int i = 0; i < 600; i++) {
      outage.failed(new IllegalStateException("away"));
      now.set(now.get().plus(Duration.ofMillis(250)));
    }
    outage.over();
    outage.over();

    assertThat(log.said)
        .containsExactly(
            "relay-failed java.lang.IllegalStateException: away",
            "relay-failed still, since 2026-01-01T00:00:00Z, tries 241",
            "relay-failed still, since 2026-01-01T00:00:00Z, tries 481",
            "relay-failed no more, since 2026-01-01T00:00:00Z, tries 600");
  }

  @Test
  void aSecondOutageIsToldLikeTheFirst() {
    outage.failed(null);
    outage.over();
    outage.failed(null);

    assertThat(log.said).hasSize(3).last().isEqualTo("relay-failed null");
  }

  /** Keeps what is said. */
  private static final class Lines implements System.Logger {
    private final List<String> said = new ArrayList<>();

    @Override
    public String getName() {
      return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      said.add(message + " " + thrown);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {
      said.add(String.valueOf(format));
    }
  }
}
