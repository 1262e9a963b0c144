package ai.kompl.local.cli;

import ai.kompl.tenancy.caller.settings.SettingsCatalogue;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A launcher whose product is a web server with a health page; the commands around it are the real
 * ones.
 */
final class FakeProduct implements Launch {
  private static final String HEALTH =
      "{\"status\":\"UP\",\"checks\":[{\"name\":\"database\",\"status\":\"UP\"}]}";

  public static void main(String[] words) {
    Path root = Path.of(System.getProperty("kompl.root"));
    var kompl = new Kompl(Kompl.processCommands(new FakeProduct(), root, System.getenv()));
    System.exit(kompl.run(List.of(words), Kompl.console()));
  }

  @Override
  public SettingsCatalogue catalogue() {
    return SettingsCatalogue.of();
  }

  @Override
  public Running start(Request request, Consumer<String> progress) {
    progress.accept("the fake starts");
    if (request.distributed()) {
      waitUntilInterrupted();
    }
    try {
      int port = request.settings().get(LaunchKeys.PORT);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext(
          "/health",
          exchange -> {
            byte[] body = HEALTH.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return new FakeRunning(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void waitUntilInterrupted() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new CommandFailure(Command.FAILED, "the start was given up", e);
    }
  }

  private record FakeRunning(HttpServer server) implements Running {
    @Override
    public URI endpoint() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public List<String> banner() {
      return List.of("GraphQL: " + endpoint() + "/graphql");
    }

    @Override
    public void close() {
      server.stop(0);
      System.out.println("the fake was closed");
    }
  }
}
