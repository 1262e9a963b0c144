package ai.kompl.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final long MILLISECOND = 1_000_000;

  @Test
  void aPercentileIsTheLatencyThatThisShareOfTheRequestsStayedBelow() {
    long[] hundred = LongStream.rangeClosed(1, 100).map(ms -> ms * MILLISECOND).toArray();
    var stretch = new Load.Stretch(hundred, 0);

    assertThat(stretch.percentile(0.5)).isEqualTo(50);
    assertThat(stretch.percentile(0.99)).isEqualTo(99);
    assertThat(stretch.percentile(1)).isEqualTo(100);
  }

  @Test
  void oneRequestIsEveryPercentile() {
    assertThat(new Load.Stretch(new long[] {3 * MILLISECOND}, 0).percentile(0.99)).isEqualTo(3);
  }
}
