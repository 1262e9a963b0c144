package ai.kompl.local.verify.audit;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * All cases of the public federation gateway audit, on Apollo's supergraphs and on supergraphs of
 * our own composition; the same run notices answers that are made wrong on purpose.
 */
public final class AuditProof implements Proof {
  private static final int CASES = 199;
  private static final int MOST_REQUESTS = 395;

  private final Optional<Path> checkout;

  /**
   * A proof.
   *
   * @param checkout of {@code graphql-hive/federation-gateway-audit}, its packages installed
   */
  public AuditProof(Optional<Path> checkout) {
    this.checkout = checkout;
  }

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public String summary() {
    return "the public federation-gateway-audit of which PATH is a checkout, on Apollo's supergraphs and on our own";
  }

  @Override
  public Proof given(Path path) {
    return new AuditProof(Optional.of(path));
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    Optional<String> obstacle =
        checkout
            .map(AuditServer::obstacle)
            .orElse(
                Optional.of(
                    "give the path of a checkout of graphql-hive/federation-gateway-audit with its packages installed: ./kompl verify audit PATH"));
    if (obstacle.isPresent()) {
      figures.skip("audit", obstacle.get());
      return;
    }
    try (AuditServer server =
        AuditServer.start(checkout.orElseThrow().toAbsolutePath(), folder.resolve("server.log"))) {
      measure(server, figures, note);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void measure(AuditServer server, Figures figures, Consumer<String> note)
      throws IOException {
    List<String> suites = AuditRun.suites(server);
    AuditRun.Outcome apollo = run(server, "apollo", AuditProof::apollo, suites, note);
    AuditRun.Outcome own = run(server, "own", AuditProof::own, suites, note);
    figures.allOf("apollo", apollo.passed(), apollo.cases(), CASES);
    figures.allOf("own", own.passed(), own.cases(), CASES);
    figures.atMost("requests", Math.max(apollo.requests(), own.requests()), MOST_REQUESTS);
    figures.holds("planted_missing_field_found", noticed(server, suites, AuditProof::lacking));
    figures.holds("planted_stray_error_found", noticed(server, suites, AuditProof::complaining));
  }

  private static AuditRun.Outcome run(
      AuditServer server,
      String name,
      AuditRun.SupergraphSource source,
      List<String> suites,
      Consumer<String> note)
      throws IOException {
    AuditRun.Outcome outcome = new AuditRun(server, source, UnaryOperator.identity()).of(suites);
    outcome.missed().forEach(line -> note.accept("missed " + name + " " + line));
    note.accept(
        "%s: %d suites, %d of %d cases, %d requests"
            .formatted(name, suites.size(), outcome.passed(), outcome.cases(), outcome.requests()));
    return outcome;
  }

  private static String apollo(AuditServer server, String suite) throws IOException {
    return server.get("/" + suite + "/supergraph");
  }

  private static String own(AuditServer server, String suite) throws IOException {
    List<SubgraphSource> sources = new ArrayList<>();
    for (JsonNode subgraph : new ObjectMapper().readTree(server.get("/" + suite + "/subgraphs"))) {
      sources.add(
          new SubgraphSource(
              subgraph.path("name").asText(),
              subgraph.path("url").asText(),
              subgraph.path("sdl").asText()));
    }
    return switch (Composer.compose(sources)) {
      case Composition.Composed composed -> composed.supergraphSdl();
      case Composition.Refused refused ->
          throw new IllegalArgumentException("does not compose: " + refused.errors());
    };
  }

  /** Whether a run of the first suite with answers made wrong misses cases. */
  private static boolean noticed(
      AuditServer server, List<String> suites, UnaryOperator<JsonNode> fault) throws IOException {
    AuditRun.Outcome outcome =
        new AuditRun(server, AuditProof::own, fault).of(suites.subList(0, 1));
    return outcome.cases() > 0 && outcome.passed() == 0;
  }

  /** The answer without the first field that the client asked for. */
  private static JsonNode lacking(JsonNode answer) {
    if (answer.path("data") instanceof ObjectNode data && data.fieldNames().hasNext()) {
      data.remove(data.fieldNames().next());
    }
    return answer;
  }

  private static JsonNode complaining(JsonNode answer) {
    if (answer instanceof ObjectNode object) {
      object.putArray("errors").addObject().put("message", "planted");
    }
    return answer;
  }
}
