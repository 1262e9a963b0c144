package ai.kompl.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void theMedianOfAnOddNumberOfRoundsIsTheMiddleOne() {
    assertThat(Samples.of(9, 1, 2).median()).isEqualTo(2);
  }

  @Test
  void theMedianOfAnEvenNumberOfRoundsIsTheMeanOfTheMiddleTwo() {
    assertThat(Samples.of(4, 1, 100, 2).median()).isEqualTo(3);
  }

  @Test
  void theSpreadTellsTheMedianAndBothEnds() {
    assertThat(Samples.of(1.6, 0.854, 2.2).spread()).isEqualTo("1.60[0.85..2.20]");
  }

  @Test
  void theRelativeSpreadIsAShareOfTheMedian() {
    assertThat(Samples.of(1.5, 2, 2.5).relativeSpread()).isEqualTo(0.5);
  }

  @Test
  void aRatioIsTakenRoundByRoundAndSoARoundThatIsSlowForAllFallsOut() {
    Samples ours = Samples.of(1, 1, 10);
    Samples peer = Samples.of(4, 5, 60);

    Samples ratio = peer.over(ours);

    assertThat(ratio.spread()).isEqualTo("5.00[4.00..6.00]");
  }

  @Test
  void figuresOfDifferentRoundsAreNotCompared() {
    assertThatThrownBy(() -> Samples.of(1, 2).over(Samples.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 rounds cannot be compared with 1");
  }

  @Test
  void withoutRoundsThereIsNoMedian() {
    assertThatThrownBy(() -> Samples.of().median())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing was measured");
  }
}
