package ai.kompl.federation.composition;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComposerTest {
  private static final String LINK =
      "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"@key\", \"@shareable\", \"@external\", \"@requires\", \"@inaccessible\", \"@tag\", \"@composeDirective\"])\n";

  @Test
  void entitiesOfTwoSubgraphsBecomeOneType() {
    SubgraphSource users =
        new SubgraphSource(
            "users",
            "http://users",
            LINK
                + "type Query { me: User } type User @key(fields: \"id\") { id: ID! name: String @tag(name: \"public\") }");
    SubgraphSource reviews =
        new SubgraphSource(
            "reviews",
            "http://reviews",
            LINK
                + "type User @key(fields: \"id\") { id: ID! reviews: [Review!]! } type Review { text: String! secret: String @inaccessible }");

    Composition composition = Composer.compose(List.of(users, reviews));

    Composition.Composed composed = composed(composition);
    assertThat(composed.apiSdl())
        .isEqualTo(
            """
            type Query {
              me: User
            }

            type Review {
              text: String!
            }

            type User {
              id: ID!
              reviews: [Review!]!
              name: String
            }
            """);
    assertThat(composed.supergraphSdl())
        .contains("REVIEWS @join__graph(name: \"reviews\", url: \"http://reviews\")")
        .contains(
            "type User\n  @join__type(graph: REVIEWS, key: \"id\")\n  @join__type(graph: USERS, key: \"id\")\n{\n  id: ID!\n")
        .contains("  reviews: [Review!]! @join__field(graph: REVIEWS)\n")
        .contains("  name: String @join__field(graph: USERS) @tag(name: \"public\")\n")
        .contains("  secret: String @inaccessible\n");
  }

  @Test
  void theOrderOfSubgraphsDoesNotMatter() {
    SubgraphSource one =
        new SubgraphSource(
            "one", "", LINK + "type Query { one: Thing } type Thing @shareable { a: Int }");
    SubgraphSource two =
        new SubgraphSource(
            "two", "", LINK + "type Query { two: Thing } type Thing @shareable { a: Int }");

    assertThat(Composer.compose(List.of(one, two))).isEqualTo(Composer.compose(List.of(two, one)));
  }

  @Test
  void composedDirectivesTravelToTheSupergraph() {
    String sdl =
        LINK
            + """
            extend schema @link(url: "https://specs.kompl.ai/platform/v1.0", import: ["@public", "@onEvent"]) @composeDirective(name: "@public") @composeDirective(name: "@onEvent")
            directive @public on FIELD_DEFINITION
            directive @onEvent(types: [String!]!, entity: String) repeatable on FIELD_DEFINITION
            type Query { ok: Boolean }
            type Mutation { signIn(name: String!): Boolean @public }
            type Subscription { progress(job: ID!): Job @onEvent(types: ["import.progressed"], entity: "Job") }
            type Job @key(fields: "id") { id: ID! }
            """;

    Composition.Composed composed =
        composed(Composer.compose(List.of(new SubgraphSource("identity", "", sdl))));

    assertThat(composed.supergraphSdl())
        .contains(
            "@link(url: \"https://specs.kompl.ai/platform/v1.0\", import: [\"@public\", \"@onEvent\"])")
        .contains("directive @public on FIELD_DEFINITION")
        .contains(
            "directive @onEvent(types: [String!]!, entity: String) repeatable on FIELD_DEFINITION")
        .contains("signIn(name: String!): Boolean @public")
        .contains(
            "progress(job: ID!): Job @onEvent(types: [\"import.progressed\"], entity: \"Job\")");
    assertThat(composed.apiSdl()).doesNotContain("@public").doesNotContain("@onEvent");
  }

  @Test
  void anErrorNamesCodeCoordinateSubgraphsAndPositions() {
    SubgraphSource one =
        new SubgraphSource("one", "", LINK + "type Query { thing: Thing }\ntype Thing { a: Int }");
    SubgraphSource two = new SubgraphSource("two", "", LINK + "type Thing { a: Int }");

    Composition composition = Composer.compose(List.of(one, two));

    assertThat(composition).isInstanceOf(Composition.Refused.class);
    CompositionError error = ((Composition.Refused) composition).errors().getFirst();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_FIELD_SHARING);
    assertThat(error.coordinates()).containsExactly("Thing.a");
    assertThat(error.subgraphs()).containsExactly("one", "two");
    assertThat(error.positions().getFirst().line()).isEqualTo(3);
    assertThat(error.message()).contains("add @shareable");
  }

  @Test
  void textThatIsNoSchemaIsRefusedWithItsPlace() {
    Composition composition =
        Composer.compose(List.of(new SubgraphSource("broken", "", "type Query {\n  a: \n}")));

    assertThat(composition).isInstanceOf(Composition.Refused.class);
    CompositionError error = ((Composition.Refused) composition).errors().getFirst();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_GRAPHQL);
    assertThat(error.positions().getFirst().line()).isEqualTo(3);
  }

  private static Composition.Composed composed(Composition composition) {
    assertThat(composition).isInstanceOf(Composition.Composed.class);
    return (Composition.Composed) composition;
  }
}
