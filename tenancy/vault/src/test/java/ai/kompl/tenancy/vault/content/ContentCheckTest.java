package ai.kompl.tenancy.vault.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCheckTest {
  private static final String HASH = "ab".repeat(32);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/pdf                           | %PDF-1.7 and so on
          application/PDF; version=1.7              | %PDF-1.7 and so on
          image/gif                                 | GIF89a...
          application/zip                           | PK\u0003\u0004...
          application/vnd.oasis.opendocument.text   | PK\u0003\u0004...
          application/json                          | [1]
          application/xml                           | <a/>
          text/csv                                  | a,b,ü
          text/plain                                | {"also": "text"}
          application/octet-stream                  | %PDF-1.7
          application/octet-stream                  | whatever
          """)
  void aFileOfItsDeclaredTypePasses(String type, String content) {
    assertThatCode(() -> check(type, content.getBytes(UTF_8))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/pdf                           | PK\u0003\u0004...
          application/pdf                           | junk before %PDF-1.7
          image/png                                 | <svg/>
          application/json                          | <a/>
          application/json                          | plain
          application/xml                           | {}
          text/csv                                  | %PDF-1.7
          text/plain                                | a\u0000b
          """)
  void aFileOfAnotherKindThanDeclaredIsRefused(String type, String content) {
    assertProblem(type, content.getBytes(UTF_8), Problem.CONTENT_TYPE_MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({"7f454c460201", "cafebabe0000", "4d5a90000300", "cffaedfe0700"})
  void aProgramIsRefusedWhateverItIsDeclaredAs(String beginning) {
    byte[] program = HexFormat.of().parseHex(beginning);

    assertProblem("application/octet-stream", program, Problem.CONTENT_TYPE_MISMATCH);
    assertProblem("application/pdf", program, Problem.CONTENT_TYPE_MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({"text/html", "image/svg+xml", "application/x-msdownload", "nonsense"})
  void aTypeThatIsNotOnTheListIsRefused(String type) {
    assertProblem(type, "a".getBytes(UTF_8), Problem.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void aTextWhoseFirstPartEndsWithinACharacterIsText() {
    byte[] text = "aü".getBytes(UTF_8);

    assertThat(FileKind.of(Arrays.copyOf(text, 2))).isEqualTo(FileKind.TEXT);
    assertThat(FileKind.of("\u00fca".getBytes(ISO_8859_1))).isEqualTo(FileKind.OTHER);
  }

  @Test
  void emptyTooLargeWrongHashAndInfectedEachHaveTheirCode() {
    assertProblem("text/plain", new byte[0], Problem.CONTENT_EMPTY);
    assertProblem("text/plain", "x".repeat(101).getBytes(UTF_8), Problem.PAYLOAD_TOO_LARGE);
    assertProblem("text/plain", EicarScan.EICAR.getBytes(UTF_8), Problem.CONTENT_INFECTED);
    assertThatThrownBy(
            () -> check(new Declared(100, "text/plain", Optional.of("cd".repeat(32))), "a"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.CONTENT_HASH_MISMATCH));
    assertThatCode(() -> check(new Declared(100, "text/plain", Optional.of("AB".repeat(32))), "a"))
        .as("the right one, in capitals")
        .doesNotThrowAnyException();
  }

  private static void check(String type, byte[] content) {
    check(new Declared(100, type, Optional.empty()), new String(content, ISO_8859_1));
  }

  private static void check(Declared declared, String content) {
    try (ContentCheck check = ContentCheck.begin(declared, new EicarScan())) {
      if (!content.isEmpty()) {
        check.take(content.getBytes(ISO_8859_1));
      }
      check.end(HASH);
    }
  }

  private static void assertProblem(String type, byte[] content, Problem problem) {
    assertThatThrownBy(() -> check(type, content))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
