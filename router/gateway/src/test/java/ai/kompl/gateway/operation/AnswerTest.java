package ai.kompl.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer's room is reused, so it must not be read twice. */
class AnswerTest {
  private final Answer answer =
      Answer.of("{\"data\":null}".getBytes(StandardCharsets.UTF_8), true, List.of());

  @Test
  void anAnswerIsHandedOnOnce() {
    assertThat(new String(answer.json(), StandardCharsets.UTF_8)).isEqualTo("{\"data\":null}");

    assertThatThrownBy(answer::json).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> answer.handTo((_, _) -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAnswerThatCouldNotBeSentIsNotHandedOnAgain() {
    assertThatThrownBy(() ->
            answer.handTo((_, _) -> {
              throw new IllegalArgumentException("gone");
            }))
        .hasMessage("gone");

    assertThatThrownBy(answer::json).isInstanceOf(IllegalStateException.class);
  }
}
