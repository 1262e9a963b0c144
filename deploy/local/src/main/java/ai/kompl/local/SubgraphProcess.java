package ai.kompl.local;

import ai.kompl.kit.SubgraphServer;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.caller.token.InternalTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One subgraph as a process of its own, configured by the environment. It prints {@code ready PORT}
 * and runs until its standard input ends, so that it never outlives whoever started it.
 */
public final class SubgraphProcess {
  /** What it prints, with the port behind it, once it serves. */
  static final String READY = "ready ";

  private SubgraphProcess() {}

  /**
   * Runs a subgraph.
   *
   * @param arguments the subgraph's name and an absolute folder for uploads on their way
   */
  public static void main(String[] arguments) throws IOException {
    String name = arguments[0];
    Settings settings = Settings.load(ProductKeys.catalogue(), Optional.empty(), System.getenv());
    var backend = new Backend(settings, Path.of(arguments[1]));
    byte[] secret = settings.get(PlatformKeys.INTERNAL_SECRET).getBytes(StandardCharsets.UTF_8);
    try (SubgraphHost host = SubgraphHost.open(backend, List.of(name));
        SubgraphServer server =
            SubgraphServer.start(
                host.subgraph(name),
                new InternalTokens(secret, name, backend.clock()),
                Map.of("database", host.data()::reachable, "redis", host.events()::reachable),
                InetAddress.getLoopbackAddress(),
                0)) {
      System.out.println(READY + server.port());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Whatever is said, only the end of the conversation counts.
      }
    }
  }
}
