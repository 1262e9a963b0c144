package ai.kompl.federation.composition;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SatisfiabilityTest {
  @Test
  void theErrorShowsAQueryAndWhatEachSubgraphLacks() {
    SubgraphSource users =
        subgraph(
            "users",
            "type Query { user(id: ID!): User } type User @key(fields: \"id\") { id: ID! }");
    SubgraphSource mails =
        subgraph("mails", "type User @key(fields: \"email\") { email: String! unread: Int }");

    CompositionError error = errorOn(Composer.compose(List.of(users, mails)), "User.unread");

    assertThat(error.code()).isEqualTo(ErrorCode.SATISFIABILITY_ERROR);
    assertThat(error.message())
        .contains(
            """
            query {
              user(id: <ID!>) {
                unread
              }
            }\
            """)
        .contains("- from subgraph users: User.unread is not defined there")
        .contains(
            "- cannot move to subgraph mails by the key \"email\" of User, because \"email\" cannot be read from users");
  }

  @Test
  void aTypeWithoutKeyCannotBeEnteredAndTheErrorSaysSo() {
    SubgraphSource one =
        subgraph("one", "type Query { a: A } type A @key(fields: \"id\") { id: ID }");
    SubgraphSource two = subgraph("two", "type A { id: ID @shareable x: Int }");

    CompositionError error = errorOn(Composer.compose(List.of(one, two)), "A.x");

    assertThat(error.message())
        .contains(
            "cannot move to subgraph two, which has A.x, because A has no resolvable @key there; add one");
  }

  @Test
  void requirementsAreFetchedThroughChainsOfKeys() {
    SubgraphSource one =
        subgraph("one", "type Query { a: A } type A @key(fields: \"id\") { id: ID }");
    SubgraphSource two =
        subgraph("two", "type A @key(fields: \"id\") @key(fields: \"code\") { id: ID code: ID }");
    SubgraphSource three =
        subgraph("three", "type A @key(fields: \"code\") { code: ID price: Int }");
    SubgraphSource four =
        subgraph(
            "four",
            "type A @key(fields: \"id\") { id: ID price: Int @external tax: Int @requires(fields: \"price\") }");

    assertThat(Composer.compose(List.of(one, two, three, four)))
        .isInstanceOf(Composition.Composed.class);
  }

  @Test
  void fieldsThatRequireEachOtherCannotBeFetched() {
    SubgraphSource one =
        subgraph(
            "one",
            "type Query { a: A } type A @key(fields: \"id\") { id: ID x: Int @external y: Int @requires(fields: \"x\") }");
    SubgraphSource two =
        subgraph(
            "two",
            "type A @key(fields: \"id\") { id: ID y: Int @external x: Int @requires(fields: \"y\") }");

    Composition composition = Composer.compose(List.of(one, two));

    assertThat(codes(composition)).containsOnly(ErrorCode.SATISFIABILITY_ERROR);
  }

  @Test
  void aProvidedFieldIsThereOnThatPathOnly() {
    String provider =
        "type Query { near: A @provides(fields: \"x\") far: A } type A @key(fields: \"id\") { id: ID x: Int @external }";
    SubgraphSource owner =
        subgraph("owner", "type A @key(fields: \"other\") { other: ID x: Int @shareable }");

    CompositionError error =
        errorOn(Composer.compose(List.of(subgraph("provider", provider), owner)), "A.x");

    assertThat(error.message()).contains("far {").contains("A.x is external there");
  }

  @Test
  void bothSidesOfALabelAreProved() {
    SubgraphSource taker =
        subgraph(
            "taker",
            "type Query { a: A } type A @key(fields: \"id\") { id: ID x: Int @override(from: \"giver\", label: \"percent(5)\") }");
    SubgraphSource giver = subgraph("giver", "type A @key(fields: \"code\") { code: ID x: Int }");

    Composition composition = Composer.compose(List.of(taker, giver));

    assertThat(errorOn(composition, "A.x").message()).contains("A.x is overridden there");
  }

  @Test
  void subgraphsThatAllShareAllEntitiesCompose() {
    List<SubgraphSource> dense = new ArrayList<>();
    for (int graph = 0; graph < 20; graph++) {
      StringBuilder sdl = new StringBuilder("type Query { q" + graph + ": T" + graph + " }\n");
      for (int type = 0; type < 40; type++) {
        sdl.append("type T")
            .append(type)
            .append(" @key(fields: \"id\") { id: ID f")
            .append(graph)
            .append(": Int next")
            .append(graph)
            .append(": T")
            .append((type * 7 + graph) % 40)
            .append(" }\n");
      }
      dense.add(subgraph("s" + graph, sdl.toString()));
    }

    Composition composition = Composer.compose(dense);

    assertThat(composition).isInstanceOf(Composition.Composed.class);
  }

  private static SubgraphSource subgraph(String name, String sdl) {
    return new SubgraphSource(name, "", CompositionFixture.linked(sdl));
  }

  private static List<ErrorCode> codes(Composition composition) {
    return composition instanceof Composition.Refused refused
        ? refused.errors().stream().map(CompositionError::code).toList()
        : List.of();
  }

  private static CompositionError errorOn(Composition composition, String coordinate) {
    assertThat(composition).isInstanceOf(Composition.Refused.class);
    List<CompositionError> errors =
        ((Composition.Refused) composition)
            .errors().stream().filter(error -> error.coordinates().contains(coordinate)).toList();
    assertThat(errors).hasSize(1);
    return errors.getFirst();
  }
}
