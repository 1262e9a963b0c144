package ai.kompl.federation.testkit;

import ai.kompl.federation.EngineSettings;
import ai.kompl.federation.FederationEngine;
import ai.kompl.federation.PreparedOperation;
import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.transport.SubgraphTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The engine over schemas whose subgraphs answer as a test says. */
public final class Scripted {
  private static final String LINK =
      "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"@key\","
          + " \"@shareable\", \"@external\", \"@requires\", \"@provides\"])\n";

  private Scripted() {}

  /** An engine over subgraphs given by name: first their schemas, then how they answer. */
  public static FederationEngine engine(
      Map<String, String> schemas, Map<String, ? extends SubgraphTransport> transports) {
    List<SubgraphSource> sources = new ArrayList<>();
    schemas.forEach(
        (name, sdl) -> sources.add(new SubgraphSource(name, "http://" + name, LINK + sdl)));
    return switch (Composer.compose(sources)) {
      case Composition.Composed composed ->
          FederationEngine.create(
              Supergraph.read(composed.supergraphSdl()),
              Map.copyOf(transports),
              EngineSettings.standard());
      case Composition.Refused refused ->
          throw new IllegalArgumentException("does not compose: " + refused.errors());
    };
  }

  /** The operation, which must be one that can run. */
  public static PreparedOperation.Executable prepared(FederationEngine engine, String document) {
    return switch (engine.prepare(document, null)) {
      case PreparedOperation.Executable executable -> executable;
      case PreparedOperation.Rejected rejected ->
          throw new IllegalArgumentException(rejected.errors().toString());
    };
  }
}
