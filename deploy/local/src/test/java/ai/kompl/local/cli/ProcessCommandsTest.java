package ai.kompl.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCommandsTest {
  @TempDir Path root;

  @Test
  void upTellsWhereItAnswersAndStatusSeesIt() throws Exception {
    try (Launched up = up()) {
      String banner = up.until("Stop:");
      Launched.Ended status = Launched.run(root, "status");

      assertThat(banner)
          .contains("the fake starts")
          .contains("GraphQL: http://127.0.0.1:")
          .contains(root.resolve(".kompl/data").toString());
      assertThat(status.exitCode()).isZero();
      assertThat(status.said())
          .contains("process " + up.process().pid())
          .contains("health   UP")
          .contains("database: UP");
    }
  }

  @Test
  void theWishToStopStopsInOrderAndLeavesNothingRunning() throws Exception {
    try (Launched up = up()) {
      up.until("Stop:");

      signalToStop(up);
      Launched.Ended ended = up.end();

      assertThat(ended.said())
          .contains("the fake was closed")
          .contains("Stopped; the data are kept");
      assertThat(Launched.run(root, "status").exitCode()).isEqualTo(Command.NOT_RUNNING);
    }
  }

  @Test
  void theWishToStopDuringTheStartGivesItUp() throws Exception {
    try (Launched up = Launched.start(root, "up", "--port", "0", "--distributed")) {
      up.until("the fake starts");

      signalToStop(up);

      assertThat(up.end().said()).contains("the start was given up");
    }
  }

  @Test
  void downStopsItFromAnotherTerminal() throws Exception {
    try (Launched up = up()) {
      up.until("Stop:");

      Launched.Ended down = Launched.run(root, "down");

      assertThat(down.exitCode()).isZero();
      assertThat(up.end().said()).contains("the fake was closed");
      assertThat(Launched.run(root, "down").said()).contains("Nothing runs");
    }
  }

  @Test
  void aSecondUpOnTheSameDataSaysWhoHoldsThemAndHowToStopThat() throws Exception {
    try (Launched up = up()) {
      up.until("Stop:");

      Launched.Ended second = Launched.run(root, "up", "--port", "0");

      assertThat(second.exitCode()).isEqualTo(Command.FAILED);
      assertThat(second.said())
          .contains("process " + up.process().pid())
          .contains("./kompl down")
          .contains("--data-dir");
      assertThat(up.process().isAlive()).isTrue();
    }
  }

  @Test
  void afterAKillStatusSaysSoAndUpWorksAgain() throws Exception {
    try (Launched up = up()) {
      up.until("Stop:");
      up.process().destroyForcibly().waitFor();
    }

    assertThat(Launched.run(root, "status").exitCode()).isEqualTo(Command.NOT_RUNNING);
    try (Launched again = up()) {
      assertThat(again.until("Stop:")).contains("GraphQL:");
    }
  }

  @Test
  void aPortInUseIsNamedWithTheWayOut() throws Exception {
    try (var squatter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Launched.Ended up =
          Launched.run(root, "up", "--port", Integer.toString(squatter.getLocalPort()));

      assertThat(up.exitCode()).isEqualTo(Command.FAILED);
      assertThat(up.said())
          .contains("port " + squatter.getLocalPort())
          .contains("--port")
          .doesNotContain("the fake starts");
    }
  }

  @Test
  void resetRefusesWhileRunningAndDeletesAfterwards() throws Exception {
    Path data = root.resolve(".kompl/data");
    try (Launched up = up()) {
      up.until("Stop:");
      assertThat(Launched.run(root, "reset", "--yes").exitCode()).isEqualTo(Command.FAILED);
      assertThat(data).isDirectory();
      Launched.run(root, "down");
    }

    assertThat(Launched.run(root, "reset").said())
        .contains("Delete")
        .contains("Nothing was deleted");
    assertThat(data).isDirectory();
    assertThat(Launched.run(root, "reset", "--yes").exitCode()).isZero();
    assertThat(data).doesNotExist();
  }

  @Test
  void resetAndUpLeaveAFolderAloneThatIsNotOurs() throws Exception {
    Path photos = Files.createDirectory(root.resolve("photos"));
    Path photo = Files.writeString(photos.resolve("summer.jpg"), "sun");

    Launched.Ended reset = Launched.run(root, "reset", "--yes", "--data-dir", photos.toString());
    Launched.Ended up = Launched.run(root, "up", "--port", "0", "--data-dir", photos.toString());

    assertThat(reset.exitCode()).isEqualTo(Command.FAILED);
    assertThat(up.exitCode()).isEqualTo(Command.FAILED);
    assertThat(up.said()).contains("not empty");
    assertThat(photo).hasContent("sun");
  }

  private Launched up() {
    return Launched.start(root, "up", "--port", "0");
  }

  /**
   * Ends at the same hook as Ctrl-C. Not SIGINT itself: a process started in the background of a
   * script inherits that it is ignored, and then the test would wait for ever.
   */
  private static void signalToStop(Launched launched) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -TERM " + launched.process().pid())
        .inheritIO()
        .start()
        .waitFor();
  }
}
