package ai.kompl.kit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.dataloaders.Cursors;
import ai.kompl.dataloaders.Loader;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {

  private static final String SDL =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type Query { hello: String  goodbye: String }
      type Mutation { wave: Boolean }
      type Author @key(fields: "id") { id: ID! name: String! }
      type Reader @key(fields: "id", resolvable: false) { id: ID! }
      """;

  record Author(UUID id, String name) {}

  private static final EntityType<Author> AUTHOR =
      new EntityType<>("Author", "author", Author.class, Author::id);
  private static final Loader<UUID, Author> AUTHORS = Loader.of("authors", (_, _) -> Map.of());

  @Test
  void everyMissingCoordinateIsNamed() {
    Resolvers some = Resolvers.builder().query("hello", _ -> "hello").build();

    assertThatThrownBy(() -> start(SDL, some))
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("Query.goodbye has no resolver")
        .hasMessageContaining("Mutation.wave has no resolver")
        .hasMessageContaining("entity Author has no resolver")
        .hasMessageNotContaining("Query.hello")
        .hasMessageNotContaining("Reader");
  }

  @Test
  void aResolverWithoutAFieldIsNamed() {
    Resolvers more = complete().query("helo", _ -> "typo").build();

    assertThatThrownBy(() -> start(SDL, more))
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("Query.helo has a resolver but is not in the schema");
  }

  @Test
  void aFieldThatItsJavaTypeDoesNotHaveIsNamed() {
    String sdl = SDL.replace("name: String!", "name: String! title: String");

    assertThatThrownBy(() -> start(sdl, complete().build()))
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("Author.title has no resolver and Author no accessor");
  }

  @Test
  void anExtensionOfTheSchemaCounts() {
    String sdl = SDL + "extend type Query { added: Int }";

    assertThatThrownBy(() -> start(sdl, complete().build()))
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("Query.added has no resolver");
  }

  @Test
  void aCompleteSubgraphStarts() {
    start(SDL, complete().build());
  }

  @Test
  void twoResolversForOneFieldAreRefused() {
    assertThatThrownBy(() -> complete().query("hello", _ -> "again"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Query.hello");
  }

  private static Resolvers.Builder complete() {
    return Resolvers.builder()
        .query("hello", _ -> "hello")
        .query("goodbye", _ -> "goodbye")
        .mutation("wave", _ -> true)
        .entity(AUTHOR, AUTHORS);
  }

  private static void start(String sdl, Resolvers resolvers) {
    Subgraph.start(
            new SubgraphDefinition("test", sdl, resolvers),
            SubgraphLimits.DEFAULT,
            new Cursors(new byte[32]),
            InstantSource.system())
        .close();
  }
}
