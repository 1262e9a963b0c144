package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.error.EngineErrorCode;
import ai.kompl.federation.execute.ExecutionSettings;
import ai.kompl.federation.operation.Limits;
import ai.kompl.federation.transport.FailureCode;
import ai.kompl.federation.transport.Http1Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the module's page says is true. */
class ReadmeTest {
  private static final Path PAGE = Path.of("README.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| (.+?) \\|(.*\\|)?$");

  @Test
  void theProgramOnThePageCompilesAndPrintsWhatThePageSays(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path program = Files.writeString(folder.resolve("Quickstart.java"), block("java"));

    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(run.waitFor()).as(printed).isZero();
    assertThat(printed.strip()).isEqualTo(block("json").strip());
  }

  @Test
  void everyCodeIsOnThePageAndNoOther() throws IOException {
    assertThat(rows("### Of the engine").keySet()).isEqualTo(names(EngineErrorCode.values()));
    assertThat(rows("### Of a subgraph call").keySet()).isEqualTo(names(FailureCode.values()));
    assertThat(rows("### Of composition: errors"))
        .isEqualTo(
            Arrays.stream(ErrorCode.values())
                .collect(Collectors.toMap(code -> "`" + code.name() + "`", ErrorCode::meaning)));
    assertThat(rows("### Of composition: hints"))
        .isEqualTo(
            Arrays.stream(HintCode.values())
                .collect(Collectors.toMap(code -> "`" + code.name() + "`", HintCode::meaning)));
  }

  @Test
  void theLimitsOnThePageAreTheStandardOnes() throws IOException {
    EngineSettings engine = EngineSettings.standard();
    Limits limits = engine.limits();
    ExecutionSettings execution = engine.execution();

    assertThat(rows("## Limits").values())
        .containsExactly(
            String.valueOf(limits.maxCharacters()),
            String.valueOf(limits.maxTokens()),
            String.valueOf(limits.maxDepth()),
            String.valueOf(limits.maxFields()),
            String.valueOf(limits.maxAliases()),
            String.valueOf(limits.introspection()),
            engine.planningTime().toMillis() + " ms",
            String.valueOf(engine.cachedOperations()),
            String.valueOf(execution.maxAnswerDepth()),
            String.valueOf(Http1Settings.standard().maxResponseBytes()),
            String.valueOf(execution.maxErrors()));
  }

  private static Set<String> names(Enum<?>[] codes) {
    return Stream.of(codes).map(code -> "`" + code.name() + "`").collect(Collectors.toSet());
  }

  /** The first code block of a language. */
  private static String block(String language) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("```" + language + "\n") + language.length() + 4;
    return page.substring(from, page.indexOf("```", from));
  }

  /** The first two columns of the table below a heading, without its head. */
  private static Map<String, String> rows(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(heading + "\n") + heading.length();
    int end = page.indexOf("\n#", from);
    Map<String, String> rows = new LinkedHashMap<>();
    List<MatchResult> found = ROW.matcher(page.substring(from, end)).results().toList();
    found.stream().skip(1).forEach(row -> rows.put(row.group(1), row.group(2)));
    return rows;
  }
}
