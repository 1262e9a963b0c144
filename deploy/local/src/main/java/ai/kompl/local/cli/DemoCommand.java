package ai.kompl.local.cli;

import ai.kompl.local.client.ClientException;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.demo.CatalogueImport;
import ai.kompl.local.demo.CatalogueSource;
import ai.kompl.local.demo.Demo;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plays the demo against the product. */
final class DemoCommand implements Command {
  private final Session session;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Usage usage() {
    return Usage.of(
        "demo",
        "Imports a catalogue, links controls to its requirements and asks one query across three subgraphs. Uses the running product, or"
            + " starts one for the time.",
        Usage.Option.of(
            "--catalogue",
            "FILE",
            "an OSCAL JSON catalogue or one of our own format (default: the shipped one)"),
        Place.DATA_DIR,
        Place.CONFIG,
        Usage.Option.flag(
            "--distributed", "with the router and each subgraph as a process of its own"));
  }

  @Override
  public int run(Arguments arguments, Console console) {
    CatalogueSource source =
        arguments
            .option("--catalogue")
            .map(file -> CatalogueSource.file(Path.of(file)))
            .orElseGet(CatalogueSource::shipped);
    return session.with(arguments, console, site -> play(site, source, console));
  }

  private static int play(Session.Site site, CatalogueSource source, Console console) {
    try {
      String password = Files.readString(site.dataDir().resolve("keys/demo-password")).strip();
      GraphQlClient ana =
          GraphQlClient.of(site.endpoint().resolve("/graphql"))
              .signIn("acme", "ana@acme.example", password);
      console.note("signed in as ana@acme.example of acme");
      Demo.Outcome outcome = new Demo(ana, console::note).run(source);
      print(outcome, console);
      return 0;
    } catch (IOException e) {
      throw new CommandFailure(FAILED, "cannot read the demo's password in " + site.dataDir(), e);
    } catch (ClientException e) {
      throw new CommandFailure(FAILED, "demo: " + e.getMessage(), e);
    }
  }

  private static void print(Demo.Outcome outcome, Console console) {
    console.result(Demo.operation());
    int page = 0;
    for (JsonNode answer : outcome.pages()) {
      console.result("page " + ++page + ":");
      console.result(answer.toPrettyString());
    }
    CatalogueImport.Result first = outcome.first();
    JsonNode counts = first.counts();
    console.result(
        "counts: entries=%d active=%d families=%d"
            .formatted(
                counts.path("entries").asInt(),
                counts.path("active").asInt(),
                counts.path("families").asInt()));
    console.result(
        "import: %s in %d ms; again: %s"
            .formatted(first.state(), first.took().toMillis(), outcome.second().state()));
  }
}
