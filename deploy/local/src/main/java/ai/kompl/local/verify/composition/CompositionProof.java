package ai.kompl.local.verify.composition;

import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Verdict, codes and client schema of all shared composition cases; the same comparison notices
 * expectations that are made wrong on purpose.
 */
public final class CompositionProof implements Proof {
  private static final int CASES = 309;

  private final Path file;

  /**
   * A proof.
   *
   * @param file of cases, a JSON object a line
   */
  public CompositionProof(Path file) {
    this.file = file;
  }

  /** The proof over the cases in the folder shared beside the repository. */
  public static CompositionProof in(Path shared) {
    return new CompositionProof(shared.resolve("conformance/composition/cases.jsonl"));
  }

  @Override
  public String name() {
    return "composition";
  }

  @Override
  public String summary() {
    return "the shared composition cases (or those of the file PATH): verdict, error and hint codes, client schema";
  }

  @Override
  public Proof given(Path path) {
    return new CompositionProof(path);
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    if (!Files.isReadable(file)) {
      figures.skip("composition", "the cases are not at " + file + "; give their file as PATH");
      return;
    }
    List<CompositionCase> cases = cases();
    List<CompositionCase> composing =
        cases.stream().filter(it -> it.apiSchema().isPresent()).toList();
    List<CompositionCase> refused = cases.stream().filter(it -> it.apiSchema().isEmpty()).toList();
    int composed = agreeing(composing, UnaryOperator.identity(), note);
    int rightlyRefused = agreeing(refused, UnaryOperator.identity(), note);
    figures.allOf("agree", composed + rightlyRefused, cases.size(), CASES);
    figures.note("composed", composed + "/" + composing.size());
    figures.note("refused", rightlyRefused + "/" + refused.size());
    figures.note("codes", cases.stream().flatMap(it -> it.codes().stream()).distinct().count());
    figures.exactly(
        "planted_codes_overlooked", agreeing(refused, CompositionCase::withWrongCode, _ -> {}), 0);
    figures.exactly(
        "planted_types_overlooked",
        agreeing(composing, CompositionCase::withWrongSchema, _ -> {}),
        0);
  }

  private List<CompositionCase> cases() {
    var json = new ObjectMapper();
    var cases = new ArrayList<CompositionCase>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          cases.add(CompositionCase.read(json.readTree(line)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(cases);
  }

  private static int agreeing(
      List<CompositionCase> cases, UnaryOperator<CompositionCase> change, Consumer<String> note) {
    int agreeing = 0;
    for (CompositionCase one : cases) {
      Optional<String> disagreement = change.apply(one).disagreement();
      disagreement.ifPresent(text -> note.accept("missed case " + one.id() + ": " + text));
      agreeing += disagreement.isEmpty() ? 1 : 0;
    }
    return agreeing;
  }
}
