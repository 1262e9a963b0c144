package ai.kompl.local;

import ai.kompl.local.cli.Launch;
import ai.kompl.local.cli.LaunchKeys;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.local.demo.CatalogueImport;
import ai.kompl.local.demo.CatalogueSource;
import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import ai.kompl.local.verify.page.Browser;
import ai.kompl.local.verify.page.PageTrial;
import ai.kompl.local.verify.page.PageTrial.Outcome;
import ai.kompl.local.verify.page.PageTrial.Visitor;
import ai.kompl.local.verify.page.Tab;
import ai.kompl.tenancy.caller.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The bundled page works in a real browser and asks nobody but the product; the same trial notices
 * an address outside and a wrong answer that are planted.
 */
final class PageProof implements Proof {
  /** Enough that the last one is seen waiting. */
  private static final int IMPORTS = 25;

  private static final String OUTSIDE =
      "addEventListener('DOMContentLoaded', () => { new Image().src = 'http://127.0.0.2:9/pixel'; });";
  private static final String WRONG =
      """
      const honest = window.fetch;
      window.fetch = async (...request) => {
        const response = await honest(...request);
        if (!(response.headers.get('Content-Type') || '').includes('json')) return response;
        const text = await response.text();
        return new Response(text.replaceAll('Ana Lima', 'Eve Lima'), { headers: response.headers });
      };
      """;

  @Override
  public String name() {
    return "page";
  }

  @Override
  public String summary() {
    return "the page in Chromium (found on the path, or named by "
        + Browser.VARIABLE
        + "): sign-in, first query, live import, nothing from outside";
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    Optional<Path> program = Browser.find(System.getenv());
    if (program.isEmpty()) {
      figures.skip(
          "page",
          "no Chromium on the path; install the package chromium or name it by "
              + Browser.VARIABLE);
      return;
    }
    try (Product product = product(folder.resolve("data"), note)) {
      Person person = Person.of(product);
      // From here on the answer stays as it is: the imports below find nothing to change.
      new CatalogueImport(person.client(), note).run(CatalogueSource.shipped());
      judge(person.visits(program.get(), folder.resolve("sound"), _ -> {}), person, figures, note);
      planted(program.get(), folder, person, figures);
    }
  }

  private static void judge(Outcome seen, Person person, Figures figures, Consumer<String> note) {
    seen.complaints().forEach(note);
    seen.outside().forEach(note);
    figures.holds("shows_first_query", seen.shown().equals(FirstQuery.TEXT));
    figures.holds("answer_as_by_http", seen.answer().equals(person.answer()));
    figures.note("import_states", String.join(",", seen.states()));
    figures.holds("live_import", isLive(seen));
    figures.exactly("requests_outside", seen.outside().size(), 0);
    figures.exactly("complaints", seen.complaints().size(), 0);
  }

  /** Seen waiting or at work, and later at its end: the page was told, it did not ask again. */
  private static boolean isLive(Outcome seen) {
    return seen.states().size() >= 2 && seen.states().getLast().equals("UNCHANGED");
  }

  private static void planted(Path program, Path folder, Person person, Figures figures) {
    Outcome refused = person.visits(program, folder.resolve("refused"), tab -> tab.plant(OUTSIDE));
    figures.holds("planted_address_refused_and_found", !refused.complaints().isEmpty());
    Outcome loaded =
        person.visits(
            program,
            folder.resolve("loaded"),
            tab -> {
              tab.ignorePolicy();
              tab.plant(OUTSIDE);
            });
    figures.holds("planted_address_found", !loaded.outside().isEmpty());
    Outcome wrong = person.visits(program, folder.resolve("wrong"), tab -> tab.plant(WRONG));
    figures.holds("planted_answer_found", !wrong.answer().equals(person.answer()));
  }

  private static Product product(Path data, Consumer<String> note) {
    Settings settings =
        Settings.load(ProductKeys.catalogue(), Optional.empty(), Map.of())
            .with(Map.of(LaunchKeys.PORT.name(), "0"));
    try {
      return Product.start(
          new Launch.Request(settings, Files.createDirectories(data), false),
          note,
          UnaryOperator.identity());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody at the browser, who can also ask over HTTP. */
  private record Person(Product product, Visitor visitor, GraphQlClient client) {
    static Person of(Product product) {
      DemoSeed.Person ana = DemoSeed.PEOPLE.getFirst();
      var visitor = new Visitor(ana.organization(), ana.email(), product.demoPassword());
      GraphQlClient client =
          GraphQlClient.of(product.endpoint().resolve("/graphql"))
              .signIn(visitor.organization(), visitor.email(), visitor.password());
      return new Person(product, visitor, client);
    }

    JsonNode answer() {
      return client.send(FirstQuery.TEXT, Map.of());
    }

    Outcome visits(Path program, Path profile, Consumer<Tab> plant) {
      try (Browser browser = Browser.start(program, profile)) {
        return new PageTrial(product.endpoint(), visitor)
            .run(browser.open(), plant, this::lastOfManyImports);
      }
    }

    private String lastOfManyImports() {
      CatalogueSource shipped = CatalogueSource.shipped();
      var input = Map.of("uploadId", client.upload(shipped.content()), "format", shipped.format());
      String last = "";
      for (int i = 0; i < IMPORTS; i++) {
        last =
            client
                .data(
                    "mutation I($input: ImportFrameworkCatalogInput!) { importFrameworkCatalog(input: $input) { importJob { id } } }",
                    Map.of("input", input))
                .findValue("id")
                .asText();
      }
      return last;
    }
  }
}
