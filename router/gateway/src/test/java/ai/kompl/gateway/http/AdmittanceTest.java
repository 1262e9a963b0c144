package ai.kompl.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More work than there is room for. */
@Timeout(30)
class AdmittanceTest {
  private final Admittance admittance = Admittance.of(1, Duration.ofSeconds(20));

  @Test
  void whatFindsNoRoomIsRefusedAndLetInAgainLater() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = threads.submit(() -> admittance.within(() -> held(begun, end)));
      begun.await();

      assertThatThrownBy(() -> admittance.within(() -> "second"))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.code()).isEqualTo(Refusal.UNAVAILABLE.name()));

      end.countDown();
      assertThat(first.get()).isEqualTo("done");
      assertThat(admittance.within(() -> "third")).isEqualTo("third");
    }
  }

  @Test
  void workThatFailsGivesItsRoomBack() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              admittance.within(() -> {
                throw new IllegalStateException("failed");
              }))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(admittance.within(() -> "next")).isEqualTo("next");
  }

  private static String held(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
      return "done";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
