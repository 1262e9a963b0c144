package ai.kompl.federation.composition;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.contract.Contract;
import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static final SubgraphSource SHOP =
      new SubgraphSource(
          "shop",
          "",
          CompositionFixture.linked(
              """
              type Query {
                products: [Product!]! @tag(name: "public")
                orders: [Order!]! @tag(name: "internal")
              }
              type Product @tag(name: "public") {
                id: ID!
                name: String
                margin: Float @tag(name: "internal")
                state: State
              }
              type Order {
                id: ID!
                note: Note
              }
              type Note { text: String }
              enum State { NEW OLD SECRET @tag(name: "internal") }
              """));

  @Test
  void whatCarriesAnExcludedTagIsHiddenButStillPlanned() {
    Composition.Composed composed = composed(new Contract(Set.of(), Set.of("internal"), true));

    assertThat(composed.apiSdl())
        .isEqualTo(
            """
            type Product {
              id: ID!
              name: String
              state: State
            }

            type Query {
              products: [Product!]!
            }

            enum State {
              NEW
              OLD
            }
            """);
    assertThat(composed.supergraphSdl())
        .contains("margin: Float")
        .contains("@link(url: \"https://specs.apollo.dev/inaccessible/v0.2\", for: SECURITY)");
  }

  @Test
  void onlyWhatCarriesAnIncludedTagIsShown() {
    Composition.Composed composed =
        composed(new Contract(Set.of("public"), Set.of("internal"), true));

    assertThat(composed.apiSdl())
        .contains("products")
        .contains("state: State")
        .doesNotContain("orders")
        .doesNotContain("margin")
        .doesNotContain("Note");
  }

  @Test
  void unreachableTypesStayWhenTheContractKeepsThem() {
    Composition.Composed composed = composed(new Contract(Set.of(), Set.of("internal"), false));

    assertThat(composed.apiSdl())
        .contains("type Order")
        .contains("type Note")
        .doesNotContain("orders");
  }

  @Test
  void aContractThatLeavesNothingIsRefused() {
    Composition composition =
        Composer.compose(List.of(SHOP), new Contract(Set.of("nothing"), Set.of(), true));

    assertThat(composition).isInstanceOf(Composition.Refused.class);
    assertThat(((Composition.Refused) composition).errors())
        .extracting(CompositionError::code)
        .contains(ErrorCode.ONLY_INACCESSIBLE_CHILDREN);
  }

  private static Composition.Composed composed(Contract contract) {
    Composition composition = Composer.compose(List.of(SHOP), contract);
    assertThat(composition).isInstanceOf(Composition.Composed.class);
    return (Composition.Composed) composition;
  }
}
