package ai.kompl.regops.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.regops.Answer;
import ai.kompl.regops.Catalogues;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.regops.SharedData;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.DatabaseSettings;
import ai.kompl.tenancy.data.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KilledImportTest {

  private final RegopsPlatform platform = RegopsPlatform.open();
  private final Catalogues catalogues = new Catalogues(platform);

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void anImportKilledHalfWayShowsNothingAndIsCompletedByTheNextWorker() throws IOException {
    Caller ana = platform.newTenant("killed");
    Path file = SharedData.nist80053();
    String upload = platform.files().keep(ana.tenant(), Files.readAllBytes(file));
    String id =
        catalogues
            .order(ana, upload, "OSCAL_JSON", Map.of())
            .text("/importFrameworkCatalog/importJob/id");

    Process victim = victim(platform.settings(), ana, file);
    try (var out = victim.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.lines().anyMatch("HALF"::equals)).as("the worker got half-way").isTrue();
      Answer half = catalogues.state(ana, id);
      assertThat(half.text("/importJob/state")).isEqualTo("WRITING");
      assertThat(half.number("/importJob/processed")).isEqualTo(500);
      assertThat(frameworks(ana)).isZero();
    } finally {
      victim.destroyForcibly();
    }
    platform.startWorker();

    assertThat(
            RegopsPlatform.eventually(
                () -> catalogues.state(ana, id).data().at("/importJob/finished").asBoolean()))
        .isTrue();
    Answer done = catalogues.state(ana, id);
    assertThat(done.text("/importJob/state")).isEqualTo("SUCCEEDED");
    assertThat(done.number("/importJob/attempts")).isEqualTo(2);
    assertThat(done.number("/importJob/processed")).isEqualTo(1_209);
    assertThat(frameworks(ana)).isEqualTo(1);
  }

  @Test
  void statementsOfAnImportGrowWithBatchesAndNotWithRows() throws IOException {
    Caller ana = platform.newTenant("statements");

    long small =
        statements(ana, Catalogues.small("HOUSE", "1").getBytes(StandardCharsets.UTF_8), "NATIVE");
    long large = statements(ana, Files.readAllBytes(SharedData.nist80053()), "OSCAL_JSON");

    // 1,209 nodes make five batches: four more than six nodes, each one insert and one step of
    // progress with its event.
    assertThat(large - small).isBetween(4L, 4L * 5);
    assertThat(large).isLessThan(60);
  }

  private long statements(Caller caller, byte[] content, String format) {
    String upload = platform.files().keep(caller.tenant(), content);
    String id =
        catalogues
            .order(caller, upload, format, Map.of())
            .text("/importFrameworkCatalog/importJob/id");
    UUID uuid = ai.kompl.tenancy.caller.GlobalId.uuidFor(caller, "import-job", id).orElseThrow();
    var handler =
        new ImportHandler(
            platform.data().tenantDatabase(),
            platform.files(),
            ImportSettings.DEFAULT,
            InstantSource.system(),
            UUID::randomUUID);
    long before = platform.data().statements().statements();
    handler.run(
        new Job(
            UUID.randomUUID(),
            ImportHandler.KIND,
            "{\"importJob\":\"" + uuid + "\"}",
            1,
            false,
            Caller.worker(caller.tenant(), "regops.import", "request-1")));
    long after = platform.data().statements().statements();
    assertThat(catalogues.state(caller, id).text("/importJob/state")).isEqualTo("SUCCEEDED");
    return after - before;
  }

  private static Process victim(DatabaseSettings settings, Caller caller, Path file)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ImportVictim.class.getName(),
            settings.url(),
            settings.owner().user(),
            settings.owner().password(),
            caller.tenant().value(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private int frameworks(Caller caller) {
    return platform
        .answer(caller, "{ frameworks { totalCount } }", Map.of())
        .number("/frameworks/totalCount");
  }
}
