package ai.kompl.local.verify.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.local.verify.Figures;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How cases are judged, and what is said when the audit cannot run. */
class AuditProofTest {
  private static final JsonNode EXPECTED = json("{'data':{'a':1,'b':[{'c':null},{'c':'x'}]}}");

  @Test
  void anEqualAnswerPassesWhateverTheOrderOfItsKeysAndTheFormOfItsNumbers() {
    assertThat(passes(EXPECTED, "{'data':{'b':[{'c':null},{'c':'x'}],'a':1.0}}")).isTrue();
  }

  @Test
  void anAnswerWithoutOneFieldOrWithOneMoreOrInAnotherListOrderFails() {
    assertThat(passes(EXPECTED, "{'data':{'b':[{'c':null},{'c':'x'}]}}")).isFalse();
    assertThat(passes(EXPECTED, "{'data':{'a':1,'b':[{'c':null},{'c':'x','d':1}]}}")).isFalse();
    assertThat(passes(EXPECTED, "{'data':{'a':1,'b':[{'c':'x'},{'c':null}]}}")).isFalse();
    assertThat(passes(EXPECTED, "{'data':null}")).isFalse();
  }

  @Test
  void errorsMustBeThereWhenExpectedAndMustNotWhenNotExpected() {
    String right = "{'data':{'a':1,'b':[{'c':null},{'c':'x'}]},'errors':[{'message':'no'}]}";
    JsonNode failing = json("{'data':null,'errors':true}");

    assertThat(passes(EXPECTED, right)).isFalse();
    assertThat(passes(failing, "{'errors':[{'message':'no'}]}")).isTrue();
    assertThat(passes(failing, "{'data':null}")).isFalse();
  }

  @Test
  void withoutACheckoutItIsSkippedAndSaysWhatToGive(@TempDir Path folder) {
    var figures = new Figures();
    new AuditProof(Optional.empty()).run(folder, figures, _ -> {});
    var wrong = new Figures();
    new AuditProof(Optional.of(folder)).run(folder, wrong, _ -> {});

    assertThat(figures.line()).isEqualTo("SKIPPED audit=skipped");
    assertThat(figures.remarks()).singleElement().asString().contains("./kompl verify audit PATH");
    assertThat(wrong.remarks()).singleElement().asString().contains("it has no src/cli.ts");
  }

  private static boolean passes(JsonNode expected, String answer) {
    return new AuditCase("case#0", "{ a }", expected).passes(json(answer));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
