package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * For tests and proofs: a Redis cluster of three masters on the loopback interface, kept in memory
 * only. The nodes are joined over their own protocol.
 */
public final class TestRedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int NODES = 3;
  private static final Duration READY = Duration.ofMinutes(1);

  private final List<RedisServer> nodes = new ArrayList<>();

  private TestRedisCluster() {}

  /**
   * Starts three nodes and waits until they are one cluster.
   *
   * @param folder an empty one, for the nodes' files
   */
  public static TestRedisCluster start(Path folder) {
    var cluster = new TestRedisCluster();
    boolean started = false;
    try {
      cluster.startNodes(folder);
      cluster.join();
      started = true;
      return cluster;
    } catch (IOException e) {
      throw new EmbeddedServerException(Fault.START_FAILED, "the nodes do not form a cluster", e);
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  private void startNodes(Path folder) throws IOException {
    for (int i = 0; i < NODES; i++) {
      Path own = Files.createDirectories(folder.resolve("node-" + i));
      if (!nodes.isEmpty()) {
        // One password for all: who connects to the cluster has but one.
        DataFolder.writePrivately(own.resolve("password"), nodes.getFirst().password());
      }
      nodes.add(RedisServer.start(RedisSettings.in(own).inMemory().asClusterNode()));
    }
  }

  private void join() throws IOException {
    for (int i = 0; i < NODES; i++) {
      String first = Integer.toString(i * SLOTS / NODES);
      String last = Integer.toString((i + 1) * SLOTS / NODES - 1);
      ask(nodes.get(i), "CLUSTER", "ADDSLOTSRANGE", first, last);
    }
    for (RedisServer node : nodes.subList(1, NODES)) {
      String bus = ask(node, "CONFIG", "GET", "cluster-port").getLast();
      String port = Integer.toString(node.port());
      ask(nodes.getFirst(), "CLUSTER", "MEET", "127.0.0.1", port, bus);
    }
    if (!Deadline.in(READY).await(() -> nodes.stream().allMatch(TestRedisCluster::ready))) {
      throw new EmbeddedServerException(Fault.START_FAILED, "the cluster does not get ready");
    }
  }

  private static boolean ready(RedisServer node) {
    try {
      String info = String.join("", ask(node, "CLUSTER", "INFO"));
      return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> ask(RedisServer node, String... words) throws IOException {
    try (RedisSession session = RedisSession.open(node.port())) {
      session.ask("AUTH", node.password());
      return session.ask(words);
    }
  }

  /** The nodes. */
  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /** The address of one node, with the password; it leads to all of them. */
  public String url() {
    return nodes.getFirst().url();
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
