package ai.kompl.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Kompl;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.vault.UploadId;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything is written to archives, and a new installation is made from them. */
class BackupCommandTest {
  private static final byte[] CONTENT = "{\"canary\": true}".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void aNewInstallationMadeFromArchivesServesWhatTheOldOneDid() throws Exception {
    Path old = Files.createDirectory(folder.resolve("old"));
    Path fresh = Files.createDirectory(folder.resolve("new"));
    String archives = folder.resolve("archives").toString();
    Path stranger = Files.createDirectory(folder.resolve("stranger"));
    assertThat(run(old, Map.of(), "backup", archives)).contains("platform rows=");
    String uploaded = started(old);

    assertThat(run(old, Map.of(), "backup", archives))
        .contains("platform rows=", "acme rows=", "files=1 audit=");

    assertThat(run(old, Map.of(), "restore", archives)).contains("already");
    assertThat(run(old, Map.of(), "restore", archives, "--tenant", "acme", "--replace"))
        .contains("acme rows=", "audit-trail=whole");
    assertThat(run(stranger, Map.of(), "restore", archives)).contains("another master key");
    String masterKey = old.resolve("data/keys/master-key").toString();
    assertThat(
            run(
                fresh,
                Map.of(PlatformKeys.MASTER_KEY_FILE.environmentName(), masterKey),
                "restore",
                archives))
        .contains("platform rows=", "acme rows=", "audit-trail=whole");
    Path password = Path.of("data/keys/demo-password");
    Files.copy(old.resolve(password), fresh.resolve(password));
    served(fresh, Map.of(PlatformKeys.MASTER_KEY_FILE.name(), masterKey), uploaded);
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data-of-nobody"));
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(run(data, Map.of(), "restore", empty.toString()))
        .contains("there are no archives in");
    assertThat(run(data, Map.of(), "backup", empty.toString(), "--tenant", "nobody"))
        .contains("there is no organisation with the slug nobody");
    assertThat(empty).isEmptyDirectory();
  }

  private static String started(Path place) throws IOException {
    try (RunningProduct product = RunningProduct.start(place, Map.of())) {
      return product.client().upload(CONTENT);
    }
  }

  /** Signed in with the old password, under the old signing key, reads the old file. */
  private static void served(Path place, Map<String, String> settings, String uploaded)
      throws IOException {
    try (RunningProduct product = RunningProduct.start(place, settings)) {
      var acme = product.host().data().registry().findBySlug("acme").orElseThrow();
      UploadId id = UploadId.parse(acme.id(), uploaded).orElseThrow();
      try (InputStream file = product.host().objects().open(acme.id(), id.sha256()).orElseThrow()) {
        assertThat(file.readAllBytes()).isEqualTo(CONTENT);
      }
    }
  }

  /** Runs the command and returns all it said. */
  private static String run(Path place, Map<String, String> environment, String... words) {
    var said = new ByteArrayOutputStream();
    var stream = new PrintStream(said, true, UTF_8);
    var console = new Console(stream, stream, new BufferedReader(new StringReader("")));
    var session = new DataSession(place, environment, ProductKeys.catalogue());
    var line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--data-dir", place.resolve("data").toString()));
    new Kompl(List.of(new BackupCommand(session), new RestoreCommand(session))).run(line, console);
    return said.toString(UTF_8);
  }
}
