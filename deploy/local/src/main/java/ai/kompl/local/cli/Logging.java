package ai.kompl.local.cli;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where log events go. Must be called before the first of them. */
final class Logging {
  private Logging() {}

  /** JSON lines into {@code kompl.log} of the folder; only warnings, short, to the terminal. */
  static void toFolder(Path folder) {
    System.setProperty("kompl.logs", folder.toString());
    System.setProperty("logback.configurationFile", "ai/kompl/local/logback-up.xml");
    // Before servers start side by side: set up by several threads at once, it complains.
    LoggerFactory.getILoggerFactory();
  }
}
