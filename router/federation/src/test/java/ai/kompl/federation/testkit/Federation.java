package ai.kompl.federation.testkit;

import ai.kompl.federation.EngineSettings;
import ai.kompl.federation.FederationEngine;
import ai.kompl.federation.PreparedOperation;
import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.rights.Rights;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.transport.HeaderSource;
import ai.kompl.federation.transport.Http1Settings;
import ai.kompl.federation.transport.Http1Transport;
import ai.kompl.federation.transport.InProcessTransport;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphTransport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stub subgraphs, composed and run by the engine, with every call written down. */
public final class Federation implements AutoCloseable {
  private final FederationEngine engine;
  private final Collection<String> calls = new ConcurrentLinkedQueue<>();
  private final List<Runnable> toClose = new ArrayList<>();

  private Federation(Collection<StubSubgraph> subgraphs, Map<String, SubgraphTransport> given) {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    given.forEach((name, transport) ->
        transports.put(
            name,
            call -> {
              calls.add(name + " " + call.operation().text());
              return transport.execute(call);
            }));
    this.engine =
        FederationEngine.create(
            Supergraph.read(compose(subgraphs)), transports, EngineSettings.standard());
  }

  /** The subgraphs in this process, called without JSON text. */
  public static Federation inProcess(Collection<StubSubgraph> subgraphs) {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    for (StubSubgraph subgraph : subgraphs) {
      transports.put(subgraph.name(), InProcessTransport.create(subgraph));
    }
    return new Federation(subgraphs, transports);
  }

  /** The subgraphs behind HTTP on loopback ports. */
  public static Federation overHttp(Collection<StubSubgraph> subgraphs) {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    List<Runnable> resources = new ArrayList<>();
    for (StubSubgraph subgraph : subgraphs) {
      HttpStub server = subgraph.serve();
      Http1Transport transport =
          Http1Transport.create(server.endpoint(), HeaderSource.none(), Http1Settings.standard());
      transports.put(subgraph.name(), transport);
      resources.add(transport::close);
      resources.add(server::close);
    }
    Federation federation = new Federation(subgraphs, transports);
    federation.toClose.addAll(resources);
    return federation;
  }

  /** The subgraphs with some transports of the test's own. */
  public static Federation with(
      Collection<StubSubgraph> subgraphs, Map<String, SubgraphTransport> transports) {
    return new Federation(subgraphs, transports);
  }

  /** The supergraph of the subgraphs, by our own composer. */
  public static String compose(Collection<StubSubgraph> subgraphs) {
    return compose(subgraphs, name -> "http://" + name);
  }

  /** The supergraph of the subgraphs at these addresses, by our own composer. */
  public static String compose(
      Collection<StubSubgraph> subgraphs, UnaryOperator<String> addressByName) {
    List<SubgraphSource> sources =
        subgraphs.stream()
            .map(subgraph ->
                new SubgraphSource(
                    subgraph.name(), addressByName.apply(subgraph.name()), subgraph.sdl()))
            .toList();
    return switch (Composer.compose(sources)) {
      case Composition.Composed composed -> composed.supergraphSdl();
      case Composition.Refused refused ->
          throw new IllegalArgumentException("does not compose: " + refused.errors());
    };
  }

  public FederationEngine engine() {
    return engine;
  }

  /** The response as JSON text; a rejected operation gives its errors. */
  public String run(String query, Map<String, @Nullable Object> variables) {
    return run(query, variables, Rights.NONE);
  }

  /** The response for a caller who holds these rights. */
  public String run(String query, Map<String, @Nullable Object> variables, Rights rights) {
    return switch (engine.prepare(query, null)) {
      case PreparedOperation.Executable executable ->
          text(engine.execute(executable, variables, context(rights)));
      case PreparedOperation.Rejected rejected -> text(GraphQlResponse.ofErrors(rejected.errors()));
    };
  }

  /** Runs a query whose plan must pass the shape check. */
  public String runChecked(String query, Map<String, @Nullable Object> variables) {
    List<String> wrong = shapeProblems(query);
    if (!wrong.isEmpty()) {
      throw new AssertionError("the plan of " + query + " has the wrong shape: " + wrong);
    }
    return run(query, variables);
  }

  /** What the shape check finds wrong with the plan of a query; see {@link ShapeCheck}. */
  public List<String> shapeProblems(String query) {
    return engine.prepare(query, null) instanceof PreparedOperation.Executable executable
            && executable.plan() != null
        ? ShapeCheck.problems(engine.supergraph().schema(), executable.plan())
        : List.of();
  }

  public static RequestContext context() {
    return context(Rights.NONE);
  }

  public static RequestContext context(Rights rights) {
    return new RequestContext(Instant.now().plusSeconds(20), null, rights);
  }

  public static String text(GraphQlResponse response) {
    return new String(response.toByteArray(), StandardCharsets.UTF_8);
  }

  /** Subgraph and document of each call since the last time, in the order they began. */
  public List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  @Override
  public void close() {
    toClose.forEach(Runnable::run);
  }
}
