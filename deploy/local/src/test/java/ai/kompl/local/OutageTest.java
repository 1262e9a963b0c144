package ai.kompl.local;

import ai.kompl.local.cli.Launch;
import ai.kompl.local.cli.LaunchKeys;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.tenancy.caller.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL and Redis stop while the assembled product serves. */
class OutageTest {
  /** A request in an outage waits for a connection at each step of its plan, and then gives up. */
  private static final Duration BOUND = Duration.ofSeconds(12);

  private static final Duration RECOVERY = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static Product product;
  private static GraphQlClient ana;

  @BeforeAll
  static void start() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Settings settings =
        Settings.load(ProductKeys.catalogue(), Optional.empty(), Map.of())
            .with(Map.of(LaunchKeys.PORT.name(), "0"));
    product =
        Product.start(
            new Launch.Request(settings, data, false),
            step -> System.out.println("  " + step),
            UnaryOperator.identity());
    DemoSeed.Person person = DemoSeed.PEOPLE.getFirst();
    ana =
        GraphQlClient.of(product.endpoint().resolve("/graphql"))
            .signIn(person.organization(), person.email(), product.demoPassword());
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void explore() throws Exception {
    JsonNode healthy = ana.send(FirstQuery.TEXT, Map.of());
    System.out.println(healthy);
    for (String sig : new String[] {"-9", "-INT", "-TERM"}) {
      signal(sig, postgres());
      for (int i = 0; i < 12; i++) {
        long t = System.nanoTime();
        JsonNode a = ana.send(FirstQuery.TEXT, Map.of());
        System.out.println(sig + " " + (System.nanoTime() - t) / 1000000 + " ms " + a);
        LockSupport.parkNanos(100_000_000);
      }
    }
  }

  private static long postgres() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("data/postgres/data/postmaster.pid")).getFirst());
  }

  private static void signal(String signal, long pid) throws Exception {
    new ProcessBuilder("sh", "-c", "kill " + signal + " " + pid).inheritIO().start().waitFor();
  }
}
