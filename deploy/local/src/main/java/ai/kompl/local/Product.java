package ai.kompl.local;

import ai.kompl.federation.transport.InProcessTransport;
import ai.kompl.gateway.Gateway;
import ai.kompl.gateway.ReadinessCheck;
import ai.kompl.identity.Identity;
import ai.kompl.local.RouterSide.Ground;
import ai.kompl.local.RouterSide.Route;
import ai.kompl.local.cli.Launch;
import ai.kompl.local.cli.Running;
import ai.kompl.local.contract.Contract;
import ai.kompl.regops.imports.ImportHandler;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.caller.settings.SettingsCatalogue;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.StatementCount;
import ai.kompl.tenancy.data.Tenant;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The running product: servers, subgraphs and the gateway, in one process or in one for each. */
public final class Product implements Running {
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Consumer<String> progress;
  private final Path dataDir;
  private final Secrets secrets;
  private Optional<SubgraphHost> host = Optional.empty();
  private URI endpoint = URI.create("http://127.0.0.1:0");

  private Product(Path dataDir, Consumer<String> progress) {
    this.dataDir = dataDir;
    this.progress = progress;
    this.secrets = new Secrets(dataDir.resolve("keys"), new SecureRandom());
  }

  /** How the launcher's commands start it. */
  public static Launch launch() {
    return new Launch() {
      @Override
      public SettingsCatalogue catalogue() {
        return ProductKeys.catalogue();
      }

      @Override
      public Running start(Request request, Consumer<String> progress) {
        return Product.start(request, progress, UnaryOperator.identity());
      }
    };
  }

  /**
   * Starts the product.
   *
   * @param planted changes the way to each subgraph; a proof plants its faults here, everybody else
   *     passes the identity
   */
  static Product start(
      Launch.Request request, Consumer<String> progress, UnaryOperator<HostedSubgraphs> planted) {
    return start(request, progress, Faults.on(planted));
  }

  /** Starts the product with planted faults. */
  static Product start(Launch.Request request, Consumer<String> progress, Faults planted) {
    var product = new Product(request.dataDir(), progress);
    boolean started = false;
    try {
      product.run(request, planted);
      started = true;
      return product;
    } finally {
      if (!started) {
        product.close();
      }
    }
  }

  private void run(Launch.Request request, Faults planted) {
    Settings given = request.settings();
    Servers servers = Servers.start(given, dataDir, progress);
    closing.push(servers::close);
    Settings complete = given.with(servers.addresses()).with(secrets.complete(given));
    var backend = new Backend(complete, dataDir.resolve("spool"), planted.rowsPerStatement());
    Gateway gateway = request.distributed() ? distributed(backend) : together(backend, planted);
    closing.push(gateway::close);
    endpoint = URI.create("http://127.0.0.1:" + gateway.port());
  }

  private Gateway together(Backend backend, Faults planted) {
    SubgraphHost host = SubgraphHost.open(backend, Contract.SUBGRAPHS, planted.detours());
    closing.push(host::close);
    this.host = Optional.of(host);
    var meters = CacheMeters.ofProcess(host.caches()::statistics);
    meters.start();
    closing.push(meters::close);
    var events = EventMeters.ofProcess(host.data().eventBacklog());
    events.start();
    closing.push(events::close);
    progress.accept("database ready, subgraphs " + String.join(", ", Contract.SUBGRAPHS) + " open");
    seed(host);
    var routes = new LinkedHashMap<String, Route>();
    HostedSubgraphs hosted = planted.calls().apply(HostedSubgraph::new);
    host.subgraphs()
        .forEach((name, subgraph) ->
            routes.put(
                name, new Route(subgraph.sdl(), InProcessTransport.create(hosted.host(subgraph)))));
    Identity identity = host.identity();
    var ground =
        new Ground(
            identity.keySource(),
            () -> identity.keySet(),
            planted.detours().events().apply(host.events()),
            () -> suspended(host.data()),
            host.journal(),
            host.objects(),
            host.data().storedObjects(host.objects()),
            host.exports(),
            List.of(
                new ReadinessCheck("database", host.data()::reachable),
                new ReadinessCheck("redis", host.events()::reachable)));
    return RouterSide.start(routes, ground, backend);
  }

  private Gateway distributed(Backend backend) {
    try (SubgraphHost host = SubgraphHost.open(backend, Contract.SUBGRAPHS)) {
      seed(host);
    }
    progress.accept("database ready");
    var processes = SubgraphProcesses.start(backend, dataDir, progress);
    closing.push(processes::close);
    var events = backend.events();
    closing.push(events::close);
    // Only for the keys that uploads are encrypted with: this process has no subgraph.
    var data = backend.data(List.of());
    closing.push(data::close);
    var objects = backend.objects(backend.keys(data));
    closing.push(objects::close);
    var ground =
        new Ground(
            processes.keys(),
            processes::keySet,
            events,
            () -> suspended(data),
            data.startJournal(Backend.JOURNAL),
            objects,
            data.storedObjects(objects),
            backend.exports(data, objects),
            processes.checks(events));
    return RouterSide.start(processes.routes(), ground, backend);
  }

  private static Set<TenantId> suspended(DataPlatform data) {
    return data.registry().all().stream()
        .filter(tenant -> !tenant.state().isServed())
        .map(Tenant::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void seed(SubgraphHost host) {
    new DemoSeed(host).run(secrets.kept("demo-password"));
    progress.accept("demo organizations ready");
  }

  /** SQL statements sent so far by the subgraphs of this process, but for those of no request. */
  long statements() {
    return host.map(open -> open.data().statements()).map(Product::asked).orElse(0L);
  }

  private static long asked(StatementCount count) {
    return count.statements()
        - Stream.of("audit.segments", "api.meter", "licence.gate")
            .mapToLong(count::statementsOf)
            .sum();
  }

  /** SQL statements sent so far by the importer to tenants' tables. */
  long importStatements() {
    return host.map(open -> open.data().statements().statementsOf(ImportHandler.KIND)).orElse(0L);
  }

  /** The subgraphs of this process, for proofs. */
  SubgraphHost host() {
    return host.orElseThrow(
        () -> new IllegalStateException("the subgraphs are in other processes"));
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  /** The password of everybody in the demo organizations. */
  public String demoPassword() {
    return secrets.kept("demo-password");
  }

  @Override
  public List<String> banner() {
    DemoSeed.Person first = DemoSeed.PEOPLE.getFirst();
    Path password = dataDir.resolve("keys/demo-password");
    var lines = new ArrayList<String>();
    lines.add("Endpoint: " + endpoint.resolve("/graphql"));
    lines.add("Page:     " + endpoint.resolve("/"));
    lines.add(
        "Sign in:  organization "
            + first.organization()
            + ", e-mail "
            + first.email()
            + ", password "
            + demoPassword());
    lines.add(
        "          also "
            + DemoSeed.PEOPLE.stream()
                .skip(1)
                .map(p -> p.email() + " of " + p.organization())
                .toList());
    lines.add("First query:");
    FirstQuery.shell(endpoint, first, password).forEach(line -> lines.add("  " + line));
    return List.copyOf(lines);
  }

  /** Stops the gateway, then the subgraphs, then the servers. */
  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
