package ai.kompl.local.verify.composition;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.local.verify.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof over files of cases of its own. */
class CompositionProofTest {
  private static final String COMPOSES =
      "{'id':%d,'subgraphs':[{'name':'one','sdl':'type Query { a: %s }'}],'composes':true,'apiSchema':'type Query { a: Int }','hintCodes':[]}";

  @TempDir Path folder;

  @Test
  void everyCaseThatDisagreesIsNamedAndAMissingOneIsMissedToo() throws IOException {
    var notes = new ArrayList<String>();
    var figures = new Figures();

    proof(COMPOSES.formatted(1, "Int"), COMPOSES.formatted(2, "String"))
        .run(folder, figures, notes::add);

    assertThat(notes)
        .containsExactly("missed case 2: composed to another schema than clients must see");
    assertThat(figures.line()).startsWith("FAIL agree=1/2 composed=1/2 refused=0/0");
  }

  @Test
  void aCaseThatMustBeRefusedForAnotherReasonDisagrees() throws IOException {
    var notes = new ArrayList<String>();
    String refused =
        "{'id':3,'subgraphs':[{'name':'one','sdl':'type Query { a: Int }'}],'composes':false,'errorCodes':['NO_QUERIES']}";

    proof(refused).run(folder, new Figures(), notes::add);

    assertThat(notes)
        .containsExactly("missed case 3: must be refused with [NO_QUERIES], but composed");
  }

  @Test
  void withoutTheFileItIsSkippedAndSaysSo() {
    var figures = new Figures();

    CompositionProof.in(folder).run(folder, figures, _ -> {});

    assertThat(figures.line()).isEqualTo("SKIPPED composition=skipped");
    assertThat(figures.remarks()).singleElement().asString().contains("cases.jsonl");
  }

  private CompositionProof proof(String... lines) throws IOException {
    Path file = folder.resolve("cases.jsonl");
    Files.write(file, List.of(lines).stream().map(line -> line.replace('\'', '"')).toList());
    return new CompositionProof(file);
  }
}
