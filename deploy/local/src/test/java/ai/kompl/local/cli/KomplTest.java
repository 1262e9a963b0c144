package ai.kompl.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KomplTest {
  @TempDir Path root;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void helpListsTheCommands() {
    assertThat(run("help")).isZero();

    assertThat(said())
        .contains("up ")
        .contains("down ")
        .contains("status ")
        .contains("reset ")
        .contains("test ");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command : List.of("up", "down", "status", "reset")) {
      assertThat(run(command, "--help")).as(command).isZero();

      assertThat(said()).contains("Usage: ./kompl " + command);
    }
  }

  @Test
  void anUnknownCommandIsRefusedByName() {
    assertThat(run("start")).isEqualTo(Command.WRONG_USE);

    assertThat(said()).contains("unknown command \"start\"").contains("./kompl help");
  }

  @Test
  void anUnknownOptionIsRefusedByName() {
    assertThat(run("up", "--prot", "4001")).isEqualTo(Command.WRONG_USE);

    assertThat(said()).contains("unknown option --prot").contains("up --help");
  }

  @Test
  void anOptionWithoutItsValueOneTwiceAndAWordTooManyAreRefused() {
    assertThat(run("up", "--port")).isEqualTo(Command.WRONG_USE);
    assertThat(run("up", "--port", "1", "--port=2")).isEqualTo(Command.WRONG_USE);
    assertThat(run("up", "now")).isEqualTo(Command.WRONG_USE);
    assertThat(run("reset", "--yes=no")).isEqualTo(Command.WRONG_USE);

    assertThat(said())
        .contains("--port needs a value")
        .contains("given twice")
        .contains("\"now\" is one word too many")
        .contains("takes no value");
  }

  @Test
  void aValueThatIsNoPortIsRefused() {
    assertThat(run("up", "--port", "http")).isEqualTo(Command.WRONG_USE);
    assertThat(run("up", "--port", "70000")).isEqualTo(Command.WRONG_USE);
  }

  @Test
  void anUnknownSettingInTheEnvironmentIsRefusedByName() {
    var kompl =
        new Kompl(Kompl.processCommands(new FakeProduct(), root, Map.of("KOMPL_PROT", "4001")));

    assertThat(kompl.run(List.of("status"), console())).isEqualTo(Command.WRONG_USE);

    assertThat(said()).contains("KOMPL_PROT").contains("KOMPL_PORT");
  }

  @Test
  void anUnknownSettingInTheFileIsRefusedByName() throws IOException {
    Path file = Files.writeString(root.resolve("kompl.properties"), "prot = 4001\n");

    assertThat(run("up", "--config", file.toString())).isEqualTo(Command.WRONG_USE);

    assertThat(said()).contains("Unknown setting prot").contains("port");
  }

  @Test
  void theDataFolderComesFromTheOptionThenTheEnvironmentThenTheRoot() {
    var place =
        new Place(
            root, Map.of("KOMPL_DATA_DIR", "/from/environment"), new FakeProduct().catalogue());
    var without = new Place(root, Map.of(), new FakeProduct().catalogue());
    var option = new Arguments(List.of(), Map.of("--data-dir", "/from/option"));
    var none = new Arguments(List.of(), Map.of());

    assertThat(place.dataDir(option).path()).isEqualTo(Path.of("/from/option"));
    assertThat(place.dataDir(none).path()).isEqualTo(Path.of("/from/environment"));
    assertThat(without.dataDir(none).path()).isEqualTo(root.resolve(".kompl/data"));
  }

  private int run(String... words) {
    return new Kompl(Kompl.processCommands(new FakeProduct(), root, Map.of()))
        .run(List.of(words), console());
  }

  private Console console() {
    var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new Console(stream, stream, new BufferedReader(new StringReader("")));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
