package ai.kompl.local;

import ai.kompl.local.client.ClientException;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.verify.durability.Applied;
import ai.kompl.local.verify.durability.OwnerView;
import ai.kompl.local.verify.durability.RandomKills;
import ai.kompl.tenancy.events.EventFilter;
import ai.kompl.tenancy.events.RedisEvents;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The product as {@code up} runs it, in a process that is killed and started again. */
final class KilledProduct implements RandomKills.Target, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final DemoSeed.Person ANA = DemoSeed.PEOPLE.getFirst();

  private final Path root;
  private final Path data;
  private volatile Process process;
  private volatile GraphQlClient client;

  private KilledProduct(Path root, Path data) throws IOException {
    this.root = root;
    this.data = Files.createDirectories(data);
    Files.writeString(data.resolve(".kompl-data"), "made by a proof\n");
    this.process = start();
    this.client = signedIn(endpoint());
  }

  static KilledProduct start(Path root, Path data) throws IOException {
    return new KilledProduct(root, data);
  }

  private Process start() throws IOException {
    Files.deleteIfExists(data.resolve("kompl.json"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx384m",
            "-Xlog:disable",
            "-Xlog:all=error",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + data.resolveSibling("up.jsa"),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dkompl.root=" + root,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "up",
            "--port",
            "0",
            "--data-dir",
            data.toString())
        .redirectErrorStream(true)
        .redirectOutput(data.resolve("up.txt").toFile())
        .start();
  }

  private URI endpoint() throws IOException {
    Path state = data.resolve("kompl.json");
    await(() -> written(state).path("endpoint").isTextual());
    return URI.create(written(state).path("endpoint").asText());
  }

  private static JsonNode written(Path state) {
    try {
      return Files.exists(state)
          ? new ObjectMapper().readTree(Files.readString(state))
          : new ObjectMapper().createObjectNode();
    } catch (IOException halfWritten) {
      return new ObjectMapper().createObjectNode();
    }
  }

  private GraphQlClient signedIn(URI endpoint) {
    String password = new Secrets(data.resolve("keys"), new SecureRandom()).kept("demo-password");
    GraphQlClient anybody = GraphQlClient.of(endpoint.resolve("/graphql"));
    return anybody.signIn(ANA.organization(), ANA.email(), password);
  }

  @Override
  public void kill(RandomKills.Victim victim) throws IOException {
    switch (victim) {
      case APPLICATION -> {
        process.destroyForcibly().onExit().join();
        process = start();
        client = signedIn(endpoint());
      }
      case POSTGRES -> killServer("postgres/data/postmaster.pid");
      case REDIS -> killServer("redis/redis.pid");
    }
  }

  private void killServer(String file) {
    long first = pid(file);
    ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
    await(() -> pid(file) != first && pid(file) != 0);
    await(this::answers);
  }

  private boolean answers() {
    try {
      return !client.send(FirstQuery.TEXT, Map.of()).has("errors");
    } catch (UncheckedIOException | ClientException e) {
      return false;
    }
  }

  private long pid(String file) {
    try {
      List<String> lines = Files.readAllLines(data.resolve(file));
      return lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
    } catch (IOException | NumberFormatException halfWritten) {
      return 0;
    }
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new IllegalStateException("the product did not come back: " + said());
      }
      LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
    }
  }

  private String said() {
    try {
      return Files.readString(data.resolve("up.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public GraphQlClient client() {
    return client;
  }

  @Override
  public GraphQlClient admin() throws IOException {
    look()
        .change(
            "update public.identity_user set roles = roles || '{admin}' where email = '"
                + ANA.email()
                + "'");
    return signedIn(endpoint());
  }

  @Override
  public OwnerView look() {
    String url = "jdbc:postgresql://127.0.0.1:" + kept("postgres/port") + "/kompl";
    return new OwnerView(url, "postgres", kept("postgres/password"));
  }

  @Override
  public AutoCloseable follow(Applied applied) {
    String url = "redis://:" + kept("redis/password") + "@127.0.0.1:" + kept("redis/port") + "/0";
    var events = RedisEvents.open(URI.create(url));
    events.subscribe(EventFilter.ofAllTenants(), applied::take);
    return events;
  }

  private String kept(String file) {
    try {
      return Files.readString(data.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it in order, servers included. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
