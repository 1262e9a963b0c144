package ai.kompl.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void threeStretchesWithinATenthAreSteadyWhateverCameBefore() {
    assertThat(WarmUp.steady(Samples.of(9, 4, 2.0, 1.9, 2.05))).isTrue();
  }

  @Test
  void aStretchFurtherOffIsNotSteady() {
    assertThat(WarmUp.steady(Samples.of(2.0, 1.8, 2.05))).isFalse();
  }

  @Test
  void twoStretchesAreTooFew() {
    assertThat(WarmUp.steady(Samples.of(2, 2))).isFalse();
  }

  @Test
  void theOutcomeSaysWhetherItCameToRest() {
    assertThat(new WarmUp.Outcome(5_000, 16.2, true)).hasToString("16s_steady");
    assertThat(new WarmUp.Outcome(5_000, 40.4, false)).hasToString("40s_unsteady");
  }
}
