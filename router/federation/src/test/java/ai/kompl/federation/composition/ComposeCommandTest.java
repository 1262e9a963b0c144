package ai.kompl.federation.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void printsTheSupergraphOfAFolder() throws IOException {
    write("one", "type Query { a: Int }");
    write("two", "type Query { b: Int }");

    int exit = run(folder.toString());

    assertThat(exit).isZero();
    assertThat(text(out))
        .startsWith("schema\n  @link(url: \"https://specs.apollo.dev/link/v1.0\")")
        .contains("ONE @join__graph")
        .contains("TWO @join__graph");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void printsTheClientsSchemaWhenAsked() throws IOException {
    write("one", "type Query { a: Int }");

    assertThat(run("--api", folder.toString())).isZero();
    assertThat(text(out)).isEqualTo("type Query {\n  a: Int\n}\n");
  }

  @Test
  void printsErrorsWithTheirPlacesAndFails() throws IOException {
    write("one", "type Query { a: Int }");
    write("two", "type Query { a: Int }");

    assertThat(run(folder.toString())).isEqualTo(ComposeCommand.REFUSED);
    assertThat(text(out)).isEmpty();
    assertThat(text(err))
        .contains("error: INVALID_FIELD_SHARING: Query.a")
        .contains("one:2:14")
        .contains("two:2:14");
  }

  @Test
  void saysWhatIsWrongWithItsArguments() {
    assertThat(run()).isEqualTo(ComposeCommand.USAGE);
    assertThat(run(folder.resolve("missing").toString())).isEqualTo(ComposeCommand.USAGE);
    assertThat(run(folder.toString())).isEqualTo(ComposeCommand.USAGE);
    assertThat(text(err))
        .contains("usage: kompl compose")
        .contains("cannot read")
        .contains("no *.graphqls files");
  }

  private void write(String name, String sdl) throws IOException {
    Files.writeString(folder.resolve(name + ".graphqls"), CompositionFixture.linked(sdl));
  }

  private int run(String... arguments) {
    return ComposeCommand.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
