package ai.kompl.local.verify.audit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The audit's own server, started from a checkout on a free loopback port. */
final class AuditServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern NODE_VERSION =
      Pattern.compile("v(\\d+)\\.(\\d+)\\..*", Pattern.DOTALL);
  private static final int NODE_MAJOR = 22;
  private static final int NODE_MINOR = 19;

  private final Process process;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private AuditServer(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Why the server cannot be started from that folder; empty when it can. */
  static Optional<String> obstacle(Path checkout) {
    if (!Files.isReadable(entry(checkout))) {
      return Optional.of(
          checkout + " is no checkout of federation-gateway-audit: it has no src/cli.ts");
    }
    if (!Files.isReadable(loader(checkout))) {
      return Optional.of("the packages of the audit are missing: run npm install in " + checkout);
    }
    if (node(checkout).isEmpty()) {
      return Optional.of(
          "no Node %d.%d or newer is on the path or among the checkout's packages (npm install node@22 there)"
              .formatted(NODE_MAJOR, NODE_MINOR));
    }
    return Optional.empty();
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param log takes what the server prints
   * @throws IOException when it does not answer within a minute
   */
  static AuditServer start(Path checkout, Path log) throws IOException {
    String node = node(checkout).orElseThrow(() -> new IOException("no Node that fits"));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                node,
                loader(checkout).toString(),
                entry(checkout).toString(),
                "serve",
                "--port",
                String.valueOf(port))
            .directory(checkout.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var server = new AuditServer(process, URI.create("http://localhost:" + port));
    try {
      server.await(log);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private void await(Path log) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("the audit's server does not answer: " + Files.readString(log));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private boolean answers() {
    try {
      get("/ids");
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Fetches a text.
   *
   * @throws IOException when it cannot be had, or is an error page
   */
  String get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(30)).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(path + " answers with status " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + path + " was fetched", e);
    }
  }

  /** Stops the server and what it started. */
  @Override
  public void close() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroy();
    family.forEach(ProcessHandle::destroy);
    http.close();
  }

  private static Path entry(Path checkout) {
    return checkout.resolve("src/cli.ts");
  }

  private static Path loader(Path checkout) {
    return checkout.resolve("node_modules/tsx/dist/cli.mjs");
  }

  /** The checkout's own Node, which it names among its packages, or the one on the path. */
  private static Optional<String> node(Path checkout) {
    Path own = checkout.resolve("node_modules/node/bin/node");
    return Stream.concat(
            Stream.of(own.toString()),
            Stream.of(
                    Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "node").toString()))
        .filter(AuditServer::fits)
        .findFirst();
  }

  private static boolean fits(String node) {
    if (!Files.isExecutable(Path.of(node))) {
      return false;
    }
    try {
      Process asked = new ProcessBuilder(node, "--version").start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = NODE_VERSION.matcher(said);
      return asked.waitFor(20, TimeUnit.SECONDS) && version.matches() && newEnough(version);
    } catch (IOException unusable) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean newEnough(Matcher version) {
    int major = Integer.parseInt(version.group(1));
    return major > NODE_MAJOR
        || (major == NODE_MAJOR && Integer.parseInt(version.group(2)) >= NODE_MINOR);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
