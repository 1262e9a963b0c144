package ai.kompl.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Kompl;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a running product are copied, and a later moment is brought back from them. */
class PhysicalBackupCommandTest {
  private static final String CREATE =
      "mutation Create($input: CreateControlInput!) {"
          + " createControl(input: $input) { control { ref } userErrors { code } } }";
  private static final String LIST = "{ controls(first: 9) { edges { node { ref } } } }";

  @TempDir Path folder;

  @Test
  void aMomentAfterTheBackupComesBackAndNothingLater() throws Exception {
    Path backup = folder.resolve("backup");
    String stopped = folder.resolve("backup-of-stopped").toString();
    assertThat(run("backup", stopped, "--physical")).contains("physical backup files=");
    Instant between;
    try (RunningProduct product = RunningProduct.start(folder, archived())) {
      create(product, "BEFORE-1");
      assertThat(run("backup", backup.toString(), "--physical"))
          .contains("physical backup files=", "restorable-from=");
      create(product, "AFTER-1");
      between = Instant.now();
      create(product, "LATER-1");
    }

    String early = between.minusSeconds(86_400).toString();
    assertThat(run("restore", backup.toString(), "--physical", "--to-time", early))
        .contains("restore an earlier backup");
    assertThat(run("restore", backup.toString(), "--physical", "--to-time", between.toString()))
        .contains("what was there is kept in", "last-commit=", "acme audit-trail=whole");

    try (RunningProduct product = RunningProduct.start(folder, archived())) {
      assertThat(product.client().data(LIST, Map.of()).findValuesAsText("ref"))
          .containsExactlyInAnyOrder("BEFORE-1", "AFTER-1");
    }
    try (Stream<Path> kept = Files.list(folder.resolve("data"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .as("events of commits that did not come back are put aside")
          .anyMatch(name -> name.startsWith("redis.data.replaced-"));
    }
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    String backup = folder.resolve("backup").toString();

    assertThat(run("restore", backup, "--physical")).contains("say either --to-time");
    assertThat(run("restore", backup, "--physical", "--to-time", "yesterday"))
        .contains("a time is written like", "yesterday");
    assertThat(run("restore", backup, "--to-latest")).contains("goes with --physical only");
    assertThat(run("backup", backup, "--physical", "--tenant", "acme"))
        .contains("--tenant does not go with --physical");
  }

  @Test
  void aServerOfOnesOwnIsNotCopied() {
    var elsewhere =
        Map.of(PlatformKeys.DATABASE_URL.environmentName(), "jdbc:postgresql://127.0.0.1:1/kompl");

    assertThat(run(elsewhere, "backup", folder.resolve("backup").toString(), "--physical"))
        .contains("database.url names a server of your own");
  }

  private Map<String, String> archived() {
    return Map.of(ProductKeys.WAL_ARCHIVE.name(), folder.resolve("log").toString());
  }

  private static void create(RunningProduct product, String ref) {
    var input = Map.of("ref", ref, "title", "Access is reviewed", "idempotencyKey", ref);
    assertThat(product.client().data(CREATE, Map.of("input", input)).findValuesAsText("ref"))
        .containsExactly(ref);
  }

  private String run(String... words) {
    String log = folder.resolve("log").toString();
    return run(Map.of(ProductKeys.WAL_ARCHIVE.environmentName(), log), words);
  }

  private String run(Map<String, String> environment, String... words) {
    var said = new ByteArrayOutputStream();
    var stream = new PrintStream(said, true, UTF_8);
    var console = new Console(stream, stream, new BufferedReader(new StringReader("")));
    var session = new DataSession(folder, environment, ProductKeys.catalogue());
    var line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    List<Command> commands = List.of(new BackupCommand(session), new RestoreCommand(session));
    new Kompl(commands).run(line, console);
    return said.toString(UTF_8);
  }
}
