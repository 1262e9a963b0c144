package ai.kompl.local;

import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphCall;
import ai.kompl.kit.Subgraph;
import ai.kompl.kit.SubgraphRequest;
import ai.kompl.local.cli.Launch;
import ai.kompl.local.cli.LaunchKeys;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.contract.Contract;
import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import ai.kompl.local.verify.isolation.IsolationTrial;
import ai.kompl.local.verify.isolation.IsolationTrial.EntityAccess;
import ai.kompl.local.verify.isolation.IsolationTrial.Outcome;
import ai.kompl.local.verify.isolation.IsolationTrial.Party;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.caller.token.AccessTokenVerifier;
import ai.kompl.tenancy.caller.token.InternalCall;
import ai.kompl.tenancy.data.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * No tenant gets at another's data through any root field or entity resolver; the same trial finds
 * a leak that is planted.
 */
final class IsolationProof implements Proof {
  private static final String ATTACKER = "canary-alpha-5f2c";
  private static final String VICTIM = "canary-beta-9d41";

  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public String summary() {
    return "every root field and entity resolver tried with another tenant's ids and cursors, generated from the schema";
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    Outcome sound = trial(folder.resolve("sound"), note, (inner, _) -> inner);
    sound.leaks().forEach(note);
    sound.gaps().forEach(note);
    figures.note("root_fields", sound.rootFields());
    figures.note("attempts", sound.attempts());
    figures.note("positive_controls", sound.controls());
    figures.exactly("leaks", sound.leaks().size(), 0);
    figures.exactly("controls_missing", sound.gaps().size(), 0);
    Outcome leaky = trial(folder.resolve("leaky"), note, IsolationProof::leak);
    figures.holds(
        "planted_leak_found", leaky.leaks().stream().anyMatch(text -> text.startsWith("LEAK")));
  }

  /** Changes the way to the subgraphs, knowing the victim once there is one. */
  @FunctionalInterface
  interface Plant {
    HostedSubgraphs around(HostedSubgraphs inner, AtomicReference<Optional<TenantId>> victim);
  }

  /** Runs the trial on a fresh installation. */
  static Outcome trial(Path data, Consumer<String> note, Plant plant) {
    var victim = new AtomicReference<Optional<TenantId>>(Optional.empty());
    UnaryOperator<HostedSubgraphs> planted = inner -> plant.around(inner, victim);
    Settings settings =
        Settings.load(ProductKeys.catalogue(), Optional.empty(), Map.of())
            .with(Map.of(LaunchKeys.PORT.name(), "0"));
    try (Product product =
        Product.start(new Launch.Request(settings, made(data), false), note, planted)) {
      Party alpha = party(product, settings, "alpha", ATTACKER);
      Party beta = party(product, settings, "beta", VICTIM);
      victim.set(product.host().data().registry().findBySlug("beta").map(Tenant::id));
      Map<String, String> sdl =
          product.host().subgraphs().values().stream()
              .collect(Collectors.toMap(Subgraph::name, Subgraph::sdl));
      return new IsolationTrial(Contract.ofSubgraphs().apiSdl(), sdl).run(alpha, beta);
    }
  }

  private static Party party(Product product, Settings settings, String slug, String canary) {
    var seed = new DemoSeed(product.host());
    seed.organization(slug, canary + " organization");
    var person = new DemoSeed.Person(slug, "user@" + slug + ".example", canary + " user");
    seed.person(person, product.demoPassword());
    GraphQlClient client =
        GraphQlClient.of(product.endpoint().resolve("/graphql"))
            .signIn(slug, person.email(), product.demoPassword());
    var verifier =
        new AccessTokenVerifier(
            product.host().identity().keySource(),
            settings.get(PlatformKeys.TOKEN_ISSUER),
            settings.get(PlatformKeys.TOKEN_AUDIENCE),
            InstantSource.system());
    Caller caller = verifier.verify(client.token().orElseThrow(), "isolation-proof");
    return new Party(client, canary, entities(product.host(), caller));
  }

  private static EntityAccess entities(SubgraphHost host, Caller caller) {
    return (subgraph, operation, variables) ->
        host.subgraph(subgraph)
            .execute(
                new SubgraphRequest(
                    operation,
                    Optional.empty(),
                    new LinkedHashMap<String, @Nullable Object>(variables),
                    Optional.of(caller),
                    "isolation-proof",
                    Instant.now().plus(Duration.ofSeconds(30))))
            .toSpecification()
            .toString();
  }

  /**
   * A router that lets the ids in a request say on whose behalf it is made: the classic confused
   * deputy.
   */
  private static HostedSubgraphs leak(
      HostedSubgraphs inner, AtomicReference<Optional<TenantId>> victim) {
    return subgraph -> {
      var hosted = inner.host(subgraph);
      return call ->
          hosted.execute(victim.get().map(tenant -> confused(call, tenant)).orElse(call));
    };
  }

  private static SubgraphCall confused(SubgraphCall call, TenantId victim) {
    String tag = victim.value().substring(0, 8);
    if (!call.variables().asMap().toString().contains(tag)
        || !(call.context().attachment() instanceof InternalCall facts)) {
      return call;
    }
    var other =
        new InternalCall(
            Optional.of(Caller.worker(victim, "planted.leak", facts.requestId())),
            facts.requestId(),
            facts.deadline());
    return new SubgraphCall(
        call.subgraph(),
        call.operation(),
        call.variables(),
        new RequestContext(call.deadline(), other));
  }

  private static Path made(Path data) {
    try {
      return Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
