package ai.kompl.local.cli;

import java.nio.file.Path;

/** Where log events go. Must be called before the first of them. */
final class Logging {
  private Logging() {}

  /** JSON lines into {@code kompl.log} of the folder; only warnings, short, to the terminal. */
  static void toFolder(Path folder) {
    System.setProperty("kompl.logs", folder.toString());
    System.setProperty("logback.configurationFile", "ai/kompl/local/logback-up.xml");
  }
}
