package ai.kompl.federation.composition;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.Hint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The shared composition cases; which of them do not agree yet is written down and may only become
 * fewer.
 */
class ConformanceTest {
  private static final Path KNOWN =
      Path.of("src/test/resources/composition/known-disagreements.txt");

  @Test
  void onlyTheKnownCasesOfTheSharedSuiteDisagree() throws IOException {
    Path file = ConformanceCase.file();
    Assumptions.assumeTrue(Files.exists(file), "the shared composition cases are not at " + file);

    List<ConformanceCase> cases = ConformanceCase.readAll(file);
    Set<String> disagreeing = new TreeSet<>();
    List<String> reasons = new ArrayList<>();
    for (ConformanceCase one : cases) {
      String reason = disagreement(one);
      if (reason != null) {
        disagreeing.add(String.valueOf(one.id()));
        reasons.add(one.id() + ": " + reason);
      }
    }

    System.out.println(
        "composition cases: "
            + (cases.size() - disagreeing.size())
            + " of "
            + cases.size()
            + " agree");
    assertThat(disagreeing).as(String.join("\n", reasons)).isEqualTo(known());
  }

  private static Set<String> known() {
    try {
      return Files.readAllLines(KNOWN).stream()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split(" ", 2)[0])
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How our composition differs from what the case expects, or null. */
  static @Nullable String disagreement(ConformanceCase one) {
    return switch (Composer.compose(one.subgraphs())) {
      case Composition.Refused refused -> {
        Set<String> codes =
            refused.errors().stream()
                .map(error -> error.code().name())
                .collect(Collectors.toCollection(TreeSet::new));
        String said =
            refused.errors().stream()
                .map(CompositionError::toString)
                .collect(Collectors.joining(" | "));
        if (one.composes()) {
          yield "should compose, but: " + said;
        }
        yield codes.equals(one.codes())
            ? null
            : "expected errors " + one.codes() + ", but: " + said;
      }
      case Composition.Composed composed -> compare(one, composed);
    };
  }

  private static @Nullable String compare(ConformanceCase one, Composition.Composed composed) {
    String expected = one.apiSchema();
    if (expected == null) {
      return "should be refused with " + one.codes();
    }
    Set<String> codes =
        composed.hints().stream()
            .map(hint -> hint.code().name())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!codes.equals(one.codes())) {
      return "expected hints "
          + one.codes()
          + ", but: "
          + composed.hints().stream().map(Hint::toString).collect(Collectors.joining(" | "));
    }
    String wanted = CanonicalSdl.of(expected);
    String given = CanonicalSdl.of(composed.apiSdl());
    return wanted.equals(given)
        ? null
        : "the API schema differs, expected:\n" + wanted + "\nbut was:\n" + given;
  }
}
