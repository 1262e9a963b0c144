package ai.kompl.kit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedPayloadTest {

  @ParameterizedTest
  @CsvSource({"input, ''", "input.title, title", "input.lines.2.ref, lines/2/ref", "id, id"})
  void pathsBeginInsideTheInput(String path, String shown) {
    var refused =
        RefusedPayload.of(ProblemException.at(path, Problem.CONFLICT, "Someone was faster."));

    List<String> expected = shown.isEmpty() ? List.of() : List.of(shown.split("/", -1));
    assertThat(refused.userErrors())
        .containsExactly(new UserError("CONFLICT", "Someone was faster.", expected));
  }
}
