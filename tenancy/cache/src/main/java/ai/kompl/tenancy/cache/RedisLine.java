package ai.kompl.tenancy.cache;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The connection to Redis, made when first needed, to one server or to all nodes of a cluster. */
final class RedisLine implements AutoCloseable {
  private static final Duration RECONNECT = Duration.ofMillis(100);
  private static final int MOST_WAITING = 20_000;

  private final RedisURI address;
  private final ClientResources resources;
  private volatile Optional<Open> open = Optional.empty();

  private record Open(
      AbstractRedisClient client,
      StatefulConnection<byte[], byte[]> connection,
      RedisScriptingAsyncCommands<byte[], byte[]> commands,
      Runnable ping) {}

  RedisLine(URI url, Duration patience) {
    this.address = RedisURI.create(url);
    this.address.setTimeout(patience);
    this.resources =
        DefaultClientResources.builder().reconnectDelay(Delay.constant(RECONNECT)).build();
  }

  /** The commands of the open connection. */
  RedisScriptingAsyncCommands<byte[], byte[]> commands() {
    return open.orElseThrow(() -> new CacheAwayException("not connected")).commands();
  }

  /**
   * Connects where that is missing, and asks for an answer.
   *
   * @throws RedisException when there is none
   */
  synchronized boolean answers() {
    if (open.isEmpty()) {
      open = Optional.of(connect());
    }
    open.get().ping().run();
    return true;
  }

  private Open connect() {
    RedisClient single = RedisClient.create(resources, address);
    single.setOptions(options(ClientOptions.builder()).build());
    boolean kept = false;
    try {
      StatefulRedisConnection<byte[], byte[]> connection = single.connect(ByteArrayCodec.INSTANCE);
      if (connection.sync().info("cluster").contains("cluster_enabled:1")) {
        return cluster();
      }
      kept = true;
      return new Open(single, connection, connection.async(), () -> connection.sync().ping());
    } finally {
      if (!kept) {
        single.shutdown(Duration.ZERO, Duration.ofSeconds(1));
      }
    }
  }

  private Open cluster() {
    RedisClusterClient client = RedisClusterClient.create(resources, address);
    var topology =
        ClusterTopologyRefreshOptions.builder()
            .enablePeriodicRefresh(Duration.ofSeconds(5))
            .build();
    var builder = ClusterClientOptions.builder().topologyRefreshOptions(topology);
    options(builder);
    client.setOptions(builder.build());
    boolean kept = false;
    try {
      StatefulRedisClusterConnection<byte[], byte[]> connection =
          client.connect(ByteArrayCodec.INSTANCE);
      kept = true;
      // Asking every master also connects to it: a command is not kept for a node to come.
      Runnable ping = () -> connection.sync().upstream().commands().ping();
      return new Open(client, connection, connection.async(), ping);
    } finally {
      if (!kept) {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
      }
    }
  }

  private <B extends ClientOptions.Builder> B options(B builder) {
    builder
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MOST_WAITING)
        .socketOptions(
            SocketOptions.builder().connectTimeout(address.getTimeout()).tcpNoDelay(true).build());
    return builder;
  }

  @Override
  public synchronized void close() {
    open.ifPresent(it -> it.client().shutdown(Duration.ZERO, Duration.ofSeconds(2)));
    open = Optional.empty();
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
