package ai.kompl.embedded;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A JVM of its own that starts a server, says so on its output, and then lives until it is killed
 * or its input ends.
 */
final class ServerHolder {
  private ServerHolder() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "postgres" -> {
        var server =
            PostgresServer.start(
                PostgresSettings.in(folder).withVector(VectorExtension.Choice.OFF));
        System.out.println("ready " + server.port() + " " + server.pid());
      }
      case "redis" -> {
        var server = RedisServer.start(RedisSettings.in(folder));
        System.out.println("ready " + server.port() + " " + server.pid());
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.in.read();
  }
}
