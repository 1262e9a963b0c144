package ai.kompl.federation.bench;

import ai.kompl.federation.EngineSettings;
import ai.kompl.federation.FederationEngine;
import ai.kompl.federation.PreparedOperation;
import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Store;
import ai.kompl.federation.testkit.StubSubgraph;
import ai.kompl.federation.transport.HeaderSource;
import ai.kompl.federation.transport.Http1Settings;
import ai.kompl.federation.transport.Http1Transport;
import ai.kompl.federation.transport.InProcessTransport;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphTransport;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * CPU time and allocation of the engine per request, for the heavy query of the public gateway
 * benchmark: closed loop, every request with an Authorization header of its own, subgraphs in
 * another process. The client's HTTP side is not part of it; the response is written to nowhere.
 *
 * <p>Arguments: transport ({@code http} or {@code in-process}), query ({@code heavy} or {@code
 * small}), connections, seconds to warm up, rounds, seconds per round.
 */
public final class RouterBench {
  private static final String SMALL_QUERY = "{ users { id name username } }";

  private final FederationEngine engine;
  private final String query;
  private final int connections;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private volatile byte[] expected = {};

  private RouterBench(FederationEngine engine, String query, int connections) {
    this.engine = engine;
    this.query = query;
    this.connections = connections;
  }

  public static void main(String[] arguments) throws Exception {
    boolean http = arguments[0].equals("http");
    String query = arguments[1].equals("heavy") ? Store.HEAVY_QUERY : SMALL_QUERY;
    Map<String, StubSubgraph> subgraphs = new Store().subgraphs();
    Process stubs = http ? startStubs() : null;
    try {
      Map<String, SubgraphTransport> transports =
          stubs == null ? inProcess(subgraphs) : overHttp(stubs);
      FederationEngine engine =
          FederationEngine.create(
              Supergraph.read(Federation.compose(subgraphs.values())),
              transports,
              EngineSettings.standard());
      new RouterBench(engine, query, Integer.parseInt(arguments[2])).run(arguments);
    } finally {
      if (stubs != null) {
        stubs.destroy();
      }
    }
  }

  private static Process startStubs() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            StubProcess.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Map<String, SubgraphTransport> overHttp(Process stubs) throws IOException {
    AtomicLong token = new AtomicLong();
    HeaderSource headers =
        _ -> List.of(Map.entry("Authorization", "Bearer " + token.incrementAndGet()));
    Map<String, SubgraphTransport> transports = new TreeMap<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stubs.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine();
        line != null && !line.equals("ready");
        line = lines.readLine()) {
      String[] parts = line.split(" ", 2);
      URI endpoint = URI.create("http://127.0.0.1:" + parts[1] + "/graphql");
      transports.put(parts[0], Http1Transport.create(endpoint, headers, Http1Settings.standard()));
    }
    return transports;
  }

  private static Map<String, SubgraphTransport> inProcess(Map<String, StubSubgraph> subgraphs) {
    Map<String, SubgraphTransport> transports = new TreeMap<>();
    subgraphs.forEach(
        (name, subgraph) -> transports.put(name, InProcessTransport.create(subgraph)));
    return transports;
  }

  private void run(String[] arguments) throws InterruptedException {
    byte[] first = request();
    expected = first;
    System.out.printf(Locale.ROOT, "answer: %d bytes%n", first.length);
    round(Duration.ofSeconds(Long.parseLong(arguments[3])));
    List<Double> cpu = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
      cpu.add(round(Duration.ofSeconds(Long.parseLong(arguments[5]))));
    }
    double[] sorted = cpu.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "CPU per request: median %.3f ms, from %.3f to %.3f; wrong answers: %d%n",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1],
        wrong.get());
  }

  /** Runs for a while and tells the process's CPU time per request in milliseconds. */
  private double round(Duration duration) throws InterruptedException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Instant end = Instant.now().plus(duration);
    long requestsBefore = requests.get();
    long cpuBefore = system.getProcessCpuTime();
    long allocatedBefore = threads.getTotalThreadAllocatedBytes();
    long start = System.nanoTime();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      clients.add(Thread.ofVirtual().start(() -> loopUntil(end)));
    }
    for (Thread client : clients) {
      client.join();
    }
    long count = requests.get() - requestsBefore;
    double cpu = (system.getProcessCpuTime() - cpuBefore) / 1e6 / count;
    System.out.printf(
        Locale.ROOT,
        "%d requests, %.0f a second, CPU %.3f ms and %d KiB allocated per request%n",
        count,
        count / ((System.nanoTime() - start) / 1e9),
        cpu,
        (threads.getTotalThreadAllocatedBytes() - allocatedBefore) / 1024 / count);
    return cpu;
  }

  private void loopUntil(Instant end) {
    while (Instant.now().isBefore(end)) {
      boolean check = requests.incrementAndGet() % 1000 == 0;
      byte[] answer = request();
      if (check && !Arrays.equals(answer, expected)) {
        wrong.incrementAndGet();
      }
    }
  }

  private byte[] request() {
    if (!(engine.prepare(query, null) instanceof PreparedOperation.Executable operation)) {
      throw new IllegalStateException("the query was rejected");
    }
    RequestContext context = new RequestContext(Instant.now().plusSeconds(20), null);
    GraphQlResponse response = engine.execute(operation, Map.of(), context);
    write(response);
    boolean needed = expected.length == 0 || requests.get() % 1000 == 0;
    return needed ? response.toByteArray() : expected;
  }

  private static void write(GraphQlResponse response) {
    try (OutputStream nowhere = OutputStream.nullOutputStream()) {
      response.writeTo(nowhere);
    } catch (IOException e) {
      throw new IllegalStateException("writing to nowhere failed", e);
    }
  }
}
