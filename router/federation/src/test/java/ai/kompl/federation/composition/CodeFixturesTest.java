package ai.kompl.federation.composition;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.Hint;
import ai.kompl.federation.composition.problem.HintCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each code has a fixture named after it that provokes it. */
class CodeFixturesTest {
  private static final Path FOLDER = Path.of("src/test/resources/composition");

  @Test
  void everyErrorCodeIsProvokedByItsFixture() throws IOException {
    List<String> failures = new ArrayList<>();
    for (CompositionFixture fixture : fixtures("errors")) {
      Composition composition = Composer.compose(fixture.subgraphs());
      Set<String> codes =
          composition instanceof Composition.Refused refused
              ? refused.errors().stream()
                  .map(error -> error.code().name())
                  .collect(Collectors.toCollection(TreeSet::new))
              : Set.of();
      if (!codes.contains(fixture.name())) {
        failures.add(fixture.name() + " gave " + composition);
      }
    }

    assertThat(failures).isEmpty();
    assertThat(names("errors")).isEqualTo(codes(Arrays.stream(ErrorCode.values()).map(Enum::name)));
  }

  @Test
  void everyHintCodeIsProvokedByItsFixture() throws IOException {
    List<String> failures = new ArrayList<>();
    for (CompositionFixture fixture : fixtures("hints")) {
      Composition composition = Composer.compose(fixture.subgraphs());
      Set<String> codes =
          composition instanceof Composition.Composed composed
              ? composed.hints().stream()
                  .map(Hint::code)
                  .map(HintCode::name)
                  .collect(Collectors.toSet())
              : Set.of();
      if (!codes.contains(fixture.name())) {
        failures.add(fixture.name() + " gave " + composition);
      }
    }

    assertThat(failures).isEmpty();
    assertThat(names("hints")).isEqualTo(codes(Arrays.stream(HintCode.values()).map(Enum::name)));
  }

  @Test
  void everyErrorNamesSubgraphsAndSaysMoreThanItsCode() throws IOException {
    for (CompositionFixture fixture : fixtures("errors")) {
      if (Composer.compose(fixture.subgraphs()) instanceof Composition.Refused refused) {
        for (CompositionError error : refused.errors()) {
          assertThat(error.subgraphs()).as(error.toString()).isNotEmpty();
          assertThat(error.message())
              .as(fixture.name())
              .hasSizeGreaterThan(20)
              .doesNotContain("Optional")
              .doesNotContain("ai.kompl");
        }
      }
    }
  }

  private static List<CompositionFixture> fixtures(String kind) throws IOException {
    List<CompositionFixture> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve(kind))) {
      for (Path file : files.sorted().toList()) {
        found.add(CompositionFixture.read(file));
      }
    }
    return found;
  }

  private static Set<String> names(String kind) throws IOException {
    return fixtures(kind).stream()
        .map(CompositionFixture::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> codes(Stream<String> all) {
    return all.collect(Collectors.toCollection(TreeSet::new));
  }
}
