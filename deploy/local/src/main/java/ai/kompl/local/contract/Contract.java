package ai.kompl.local.contract;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.schema.SchemaText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The composed contract.
 *
 * @param supergraphSdl after the join specification
 * @param apiSdl as clients see it
 */
public record Contract(String supergraphSdl, String apiSdl) {
  /** The subgraphs of the product, by name. */
  public static final List<String> SUBGRAPHS = List.of("identity", "regops", "tenants");

  /**
   * Composes the SDL that the subgraphs carry in their own modules.
   *
   * @throws IllegalStateException when they do not compose, with all reasons
   */
  public static Contract ofSubgraphs() {
    return of(SUBGRAPHS.stream().map(Contract::source).toList());
  }

  /** Composes the given subgraphs; see {@link #ofSubgraphs()}. */
  public static Contract of(List<SubgraphSource> sources) {
    return switch (Composer.compose(sources)) {
      case Composition.Composed composed ->
          new Contract(composed.supergraphSdl(), composed.apiSdl());
      case Composition.Refused refused ->
          throw new IllegalStateException(
              "the subgraphs do not compose:\n"
                  + refused.errors().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining("\n")));
    };
  }

  /**
   * Writes both texts over the checked-in ones.
   *
   * @param root the repository's root
   * @throws IOException when a file cannot be written
   */
  public void write(Path root) throws IOException {
    Path resources = root.resolve("schema/src/main/resources");
    Files.writeString(resources.resolve(SchemaText.SUPERGRAPH.resource()), supergraphSdl);
    Files.writeString(resources.resolve(SchemaText.API.resource()), apiSdl);
  }

  private static SubgraphSource source(String name) {
    String resource = "schema/" + name + ".graphqls";
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("subgraph " + name + " was packed without " + resource);
      }
      // The name of the service in its cluster; the router's own endpoints come from its settings.
      return new SubgraphSource(
          name,
          "http://" + name + "/graphql",
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
