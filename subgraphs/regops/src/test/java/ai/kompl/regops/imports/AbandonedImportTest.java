package ai.kompl.regops.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.regops.Answer;
import ai.kompl.regops.Catalogues;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.tenancy.caller.Caller;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An import over which one worker process after the other has died. */
class AbandonedImportTest {
  @Test
  void anImportWhoseEveryWorkerDiedFailsWithAReasonInsteadOfRunningForEver() throws SQLException {
    try (RegopsPlatform platform = RegopsPlatform.open()) {
      var catalogues = new Catalogues(platform);
      Caller ana = platform.newTenant("abandoned");
      byte[] file = Catalogues.small("HOUSE", "1").getBytes(StandardCharsets.UTF_8);
      String upload = platform.files().keep(ana.tenant(), file);
      String id =
          catalogues
              .order(ana, upload, "NATIVE", Map.of())
              .text("/importFrameworkCatalog/importJob/id");
      leaveAsAfterFiveDeaths(platform);

      platform.startWorker();

      assertThat(
              RegopsPlatform.eventually(
                  () -> catalogues.state(ana, id).data().at("/importJob/finished").asBoolean()))
          .isTrue();
      Answer job = catalogues.state(ana, id);
      assertThat(job.text("/importJob/state")).isEqualTo("FAILED");
      assertThat(job.text("/importJob/problems/0/message"))
          .contains("given up")
          .contains("order it again");
      assertThat(
              platform
                  .answer(ana, "{ frameworks { totalCount } }", Map.of())
                  .number("/frameworks/totalCount"))
          .isZero();
    }
  }

  private static void leaveAsAfterFiveDeaths(RegopsPlatform platform) throws SQLException {
    var owner = platform.settings().owner();
    try (Connection connection =
            DriverManager.getConnection(platform.settings().url(), owner.user(), owner.password());
        Statement statement = connection.createStatement()) {
      int jobs =
          statement.executeUpdate(
              """
              update private.schedule
              set state = 'RUNNING', attempts = 5, lease_until = now() - interval '1 minute'
              """);
      assertThat(jobs).isEqualTo(1);
    }
  }
}
