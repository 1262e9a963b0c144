package ai.kompl.local;

import ai.kompl.local.cli.Launch;
import ai.kompl.local.cli.LaunchKeys;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.demo.CatalogueImport;
import ai.kompl.local.demo.CatalogueSource;
import ai.kompl.local.demo.Demo;
import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.GraphQlHttpAudit;
import ai.kompl.local.verify.ProcessMemory;
import ai.kompl.local.verify.Proof;
import ai.kompl.regops.imports.ImportSettings;
import ai.kompl.tenancy.caller.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The walking skeleton: a real catalogue in, one query across three subgraphs out, with the cost of
 * both.
 */
final class SkeletonProof implements Proof {
  private static final String NIST =
      "data/frameworks/nist-sp800-53r5-catalog-v5.0.1.oscal.min.json";
  private static final int STATEMENTS_OF_AN_IMPORT = 30;
  private static final int STATEMENTS_OF_A_BATCH = 4;
  private static final int MOST_QUERY_STATEMENTS = 24;
  private static final int MOST_QUERY_FETCHES = 12;
  private static final double START_SECONDS = 8;
  private static final double IMPORT_SECONDS = 10;
  private static final double MEMORY_MIB = 1.2 * 1024;

  private final Path root;

  SkeletonProof(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "skeleton";
  }

  @Override
  public String summary() {
    return "import of NIST SP 800-53 r5, cost of the cross-subgraph query, warm start, memory, GraphQL-over-HTTP audits";
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    Path data = folder.resolve("data");
    JsonNode together = imports(data, figures, note);
    figures.holds("distributed_same_answer", distributed(data, note).equals(together));
    planted(data, together, figures, note);
    outside(folder, data, figures, note);
  }

  private JsonNode imports(Path data, Figures figures, Consumer<String> note) {
    var meter = new CallMeter();
    try (Product product =
        Product.start(new Launch.Request(settings(), prepared(data), false), note, meter::around)) {
      GraphQlClient ana = signedIn(product.endpoint(), product.demoPassword());
      Demo.Outcome shipped = new Demo(ana, note).run(CatalogueSource.shipped());
      figures.atMost(
          "import_statements_shipped", (double) product.importStatements(), bar(shipped.first()));
      catalogue()
          .ifPresentOrElse(
              file -> nist(product, ana, file, figures, note),
              () -> figures.skip("nist", "no shared/" + NIST + " beside the repository"));
      return query(product, ana, meter, figures);
    }
  }

  /**
   * The same question to the same data, with the router and each subgraph as a process of its own.
   */
  private static JsonNode distributed(Path data, Consumer<String> note) {
    try (Product product =
        Product.start(new Launch.Request(settings(), data, true), note, UnaryOperator.identity())) {
      GraphQlClient ana = signedIn(product.endpoint(), product.demoPassword());
      return ana.data(Demo.operation(), pageOne(ana));
    }
  }

  private static Settings settings() {
    return Settings.load(ProductKeys.catalogue(), Optional.empty(), Map.of())
        .with(Map.of(LaunchKeys.PORT.name(), "0"));
  }

  private void nist(
      Product product, GraphQlClient ana, Path file, Figures figures, Consumer<String> note) {
    long before = product.importStatements();
    Demo.Outcome outcome = new Demo(ana, note).run(CatalogueSource.file(file));
    long statements = product.importStatements() - before;
    JsonNode counts = outcome.first().counts();
    figures.exactly("entries", counts.path("entries").asInt(), 1_189);
    figures.exactly("active", counts.path("active").asInt(), 1_007);
    figures.exactly("families", counts.path("families").asInt(), 20);
    figures.holds("again_unchanged", outcome.second().state().equals("UNCHANGED"));
    figures.atMost("import_s", outcome.first().took().toMillis() / 1000.0, IMPORT_SECONDS);
    figures.atMost("import_statements_nist", (double) statements, bar(outcome.first()));
  }

  /**
   * What importing a catalogue twice may send: something for each import, something for each batch,
   * nothing for each row.
   */
  private static int bar(CatalogueImport.Result imported) {
    int batches = Math.ceilDiv(imported.nodes(), ImportSettings.DEFAULT.rowsPerStatement());
    return STATEMENTS_OF_AN_IMPORT + STATEMENTS_OF_A_BATCH * batches;
  }

  /** The same bars with an importer that writes row by row, and with a name that is changed. */
  private static void planted(
      Path data, JsonNode together, Figures figures, Consumer<String> note) {
    var faults = new Faults(FalseName::around, 1);
    try (Product product =
        Product.start(new Launch.Request(settings(), data, false), note, faults)) {
      DemoSeed.Person gita = DemoSeed.PEOPLE.getLast();
      CatalogueImport.Result imported =
          new CatalogueImport(signedIn(gita, product.endpoint(), product.demoPassword()), note)
              .run(CatalogueSource.shipped());
      figures.holds("planted_row_by_row_found", product.importStatements() > bar(imported));
      GraphQlClient ana = signedIn(product.endpoint(), product.demoPassword());
      figures.holds(
          "planted_answer_found", !ana.data(Demo.operation(), pageOne(ana)).equals(together));
    }
  }

  /** The cost of one page of the cross-subgraph query, when all that is cached is cached. */
  private static JsonNode query(
      Product product, GraphQlClient ana, CallMeter meter, Figures figures) {
    Map<String, Object> variables = pageOne(ana);
    ana.data(Demo.operation(), variables);
    long statements = product.statements();
    long calls = meter.calls();
    JsonNode answer = ana.data(Demo.operation(), variables);
    figures.atMost(
        "query_statements", (double) (product.statements() - statements), MOST_QUERY_STATEMENTS);
    figures.atMost("query_fetches", (double) (meter.calls() - calls), MOST_QUERY_FETCHES);
    return answer;
  }

  private static Map<String, Object> pageOne(GraphQlClient ana) {
    JsonNode version =
        ana.data("{ frameworks(last: 1) { edges { node { currentVersion { id } } } } }", Map.of());
    String id = version.findValue("id").asText();
    JsonNode families =
        ana.data(
            "query F($id: ID!) { requirements(frameworkVersionId: $id, filter: { level: 0 }, first: 1) { edges { node { ref } } } }",
            Map.of("id", id));
    return Map.of(
        "frameworkVersionId", id, "family", families.findValue("ref").asText(), "first", 10);
  }

  private void outside(Path folder, Path data, Figures figures, Consumer<String> note) {
    try (var outside = OutsideProduct.startAgain(root, data)) {
      figures.atMost("start_s", outside.secondsToAnswer(), START_SECONDS);
      note.accept("a started product answered after " + outside.secondsToAnswer() + " s");
      GraphQlClient ana =
          signedIn(
              outside.endpoint(),
              new Secrets(data.resolve("keys"), new SecureRandom()).kept("demo-password"));
      ana.data(FirstQuery.TEXT, Map.of());
      ProcessMemory.proportionalBytes(outside.process())
          .ifPresentOrElse(
              bytes -> figures.atMost("memory_mib", bytes / 1048576.0, MEMORY_MIB),
              () ->
                  figures.skip(
                      "memory_mib", "this system does not tell the proportional set size"));
      audits(folder, outside.endpoint(), ana, figures, note);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void audits(
      Path folder, URI endpoint, GraphQlClient ana, Figures figures, Consumer<String> note)
      throws IOException {
    if (!GraphQlHttpAudit.available()) {
      figures.skip("http_audits", "node and npm are not on the path");
      return;
    }
    var outcome =
        GraphQlHttpAudit.run(
            endpoint.resolve("/graphql"), ana.token().orElseThrow(), folder.resolve("npm"));
    outcome.failed().forEach(note);
    figures.exactly("http_audits", outcome.ok(), 61);
  }

  private Optional<Path> catalogue() {
    String given = System.getenv("KOMPL_SHARED");
    Path shared = given == null ? root.resolveSibling("shared") : Path.of(given);
    return Optional.of(shared.resolve(NIST)).filter(Files::isReadable);
  }

  private static GraphQlClient signedIn(URI endpoint, String password) {
    return signedIn(DemoSeed.PEOPLE.getFirst(), endpoint, password);
  }

  private static GraphQlClient signedIn(DemoSeed.Person person, URI endpoint, String password) {
    return GraphQlClient.of(endpoint.resolve("/graphql"))
        .signIn(person.organization(), person.email(), password);
  }

  private static Path prepared(Path data) {
    try {
      return Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
