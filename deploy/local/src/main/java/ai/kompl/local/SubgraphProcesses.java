package ai.kompl.local;

import ai.kompl.federation.transport.Http1Settings;
import ai.kompl.federation.transport.Http1Transport;
import ai.kompl.gateway.ReadinessCheck;
import ai.kompl.gateway.security.InternalTokenHeaders;
import ai.kompl.identity.Identity;
import ai.kompl.local.RouterSide.Route;
import ai.kompl.local.contract.Contract;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.token.InternalTokens;
import ai.kompl.tenancy.caller.token.KeySource;
import ai.kompl.tenancy.caller.token.RemoteKeySource;
import ai.kompl.tenancy.events.RedisEvents;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The subgraphs as processes of their own on this machine, started and stopped with the router. */
final class SubgraphProcesses implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final String HEAP = "-Xmx256m";

  private record Running(String name, Process process, URI address) {}

  private final List<Running> running = new ArrayList<>();
  private final List<Http1Transport> transports = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Backend backend;
  private final Path dataDir;

  private SubgraphProcesses(Backend backend, Path dataDir) {
    this.backend = backend;
    this.dataDir = dataDir;
  }

  /** Starts all of them at once and waits until each serves. */
  static SubgraphProcesses start(Backend backend, Path dataDir, Consumer<String> progress) {
    var processes = new SubgraphProcesses(backend, dataDir);
    boolean started = false;
    try {
      processes.startAll(progress);
      started = true;
      return processes;
    } finally {
      if (!started) {
        processes.close();
      }
    }
  }

  private void startAll(Consumer<String> progress) {
    var starting = new LinkedHashMap<String, Process>();
    try {
      for (String name : Contract.SUBGRAPHS) {
        starting.put(name, spawn(name));
      }
      for (Map.Entry<String, Process> entry : starting.entrySet()) {
        running.add(await(entry.getKey(), entry.getValue()));
        progress.accept("subgraph " + entry.getKey() + " serves at " + running.getLast().address());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a subgraph's process cannot be started", e);
    } finally {
      // Those that did not come up are not in the list that close() stops.
      starting.values().stream()
          .filter(process -> running.stream().noneMatch(one -> one.process().equals(process)))
          .forEach(Process::destroy);
    }
  }

  private Process spawn(String name) throws IOException {
    Path logs = Files.createDirectories(dataDir.resolve("logs"));
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            HEAP,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            SubgraphProcess.class.getName(),
            name,
            dataDir.resolve("spool").toString());
    var builder =
        new ProcessBuilder(command)
            .redirectError(Redirect.appendTo(new File(logs.toFile(), name + ".log")));
    builder.environment().putAll(backend.settings().environment());
    return builder.start();
  }

  private Running await(String name, Process process) throws IOException {
    var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith(SubgraphProcess.READY)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IllegalStateException(
          "subgraph " + name + " ended at its start; its log is logs/" + name + ".log");
    }
    String port = line.substring(SubgraphProcess.READY.length()).strip();
    return new Running(name, process, URI.create("http://127.0.0.1:" + port));
  }

  /** The ways to the subgraphs, each with its own schema. */
  Map<String, Route> routes() {
    byte[] secret =
        backend.settings().get(PlatformKeys.INTERNAL_SECRET).getBytes(StandardCharsets.UTF_8);
    var routes = new LinkedHashMap<String, Route>();
    for (Running one : running) {
      var tokens = new InternalTokens(secret, one.name(), backend.clock());
      Http1Transport transport =
          Http1Transport.create(
              one.address().resolve("/graphql"),
              new InternalTokenHeaders(tokens, "/graphql"),
              Http1Settings.standard());
      transports.add(transport);
      routes.put(one.name(), new Route(get(one.address().resolve("/sdl")), transport));
    }
    return routes;
  }

  private URI keysAddress() {
    return running.stream()
        .filter(one -> one.name().equals(Identity.NAME))
        .map(one -> one.address().resolve(Identity.KEYS_PATH))
        .findFirst()
        .orElseThrow();
  }

  /** The keys that verify access tokens, asked of identity. */
  KeySource keys() {
    return new RemoteKeySource(keysAddress(), backend.clock());
  }

  /** The same as the document that identity publishes. */
  String keySet() {
    return get(keysAddress());
  }

  /** Redis, and the readiness of each subgraph. */
  List<ReadinessCheck> checks(RedisEvents events) {
    var checks = new ArrayList<ReadinessCheck>();
    checks.add(new ReadinessCheck("redis", events::reachable));
    running.forEach(one -> checks.add(new ReadinessCheck(one.name(), () -> isReady(one))));
    return checks;
  }

  private boolean isReady(Running one) {
    try {
      var request =
          HttpRequest.newBuilder(one.address().resolve("/health/ready"))
              .timeout(Duration.ofSeconds(1))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String get(URI address) {
    try {
      var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from " + address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + address, e);
    }
  }

  /**
   * Ends the conversations, which ends the processes; one that does not is killed after its grace.
   */
  @Override
  public void close() {
    transports.forEach(Http1Transport::close);
    for (Running one : running) {
      try {
        one.process().outputWriter(StandardCharsets.UTF_8).close();
      } catch (IOException e) {
        one.process().destroy();
      }
    }
    running.forEach(one -> stop(one.process()));
    http.close();
  }

  private static void stop(Process process) {
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
