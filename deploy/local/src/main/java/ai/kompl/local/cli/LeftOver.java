package ai.kompl.local.cli;

import ai.kompl.embedded.PostgresServer;
import ai.kompl.embedded.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Servers that still work in a data folder whose process was killed. The next start takes them
 * over.
 */
final class LeftOver {
  /** The folders of the servers below the data folder; the assembly uses the same names. */
  static final String POSTGRES = "postgres";

  static final String REDIS = "redis";

  private LeftOver() {}

  /** Stops them; returns how many there were. */
  static int stop(DataDir data, Console console) {
    int stopped = 0;
    Path postgres = data.path().resolve(POSTGRES);
    if (Files.isDirectory(postgres) && PostgresServer.stopLeftOver(postgres)) {
      console.note("Stopped PostgreSQL");
      stopped++;
    }
    Path redis = data.path().resolve(REDIS);
    if (Files.isDirectory(redis) && RedisServer.stopLeftOver(redis)) {
      console.note("Stopped Redis");
      stopped++;
    }
    return stopped;
  }
}
