package ai.kompl.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Temporary folders of test servers, gone when the JVM ends; what a killed JVM left behind is
 * cleared away by a later one.
 */
final class TestFolder {
  private TestFolder() {}

  /**
   * A fresh folder.
   *
   * @param kind names the server
   * @param stopLeftOver stops the server of an abandoned folder
   */
  static Path create(String kind, Consumer<DataFolder> stopLeftOver) {
    String prefix = "kompl-test-" + kind + "-";
    try {
      leftOver(prefix).forEach(folder -> clear(folder, stopLeftOver));
      Path folder = Files.createTempDirectory(prefix);
      Files.setPosixFilePermissions(folder, TarXz.permissions(0711));
      return folder;
    } catch (IOException e) {
      throw DataFolder.unreadable(temporary(), e);
    }
  }

  /** Closes the server and deletes its folder when the JVM ends. */
  static void atExit(AutoCloseableServer server, Path folder) {
    Thread end =
        new Thread(
            () -> {
              server.close();
              FileTree.delete(folder);
            },
            "stop " + folder.getFileName());
    Runtime.getRuntime().addShutdownHook(end);
  }

  /** A server whose close throws nothing checked. */
  interface AutoCloseableServer {
    void close();
  }

  private static List<Path> leftOver(String prefix) throws IOException {
    try (Stream<Path> children = Files.list(temporary())) {
      return children.filter(child -> child.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  /**
   * A folder whose lock can be taken belongs to no living JVM; one without a password is just being
   * made.
   */
  private static void clear(Path folder, Consumer<DataFolder> stopLeftOver) {
    if (!Files.isWritable(folder) || !Files.exists(folder.resolve("password"))) {
      return;
    }
    try (DataFolder abandoned = DataFolder.take(folder)) {
      stopLeftOver.accept(abandoned);
      FileTree.delete(abandoned.path());
    } catch (EmbeddedServerException e) {
      // In use, or being cleared by another JVM at this moment: not ours to clear.
      return;
    }
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }
}
