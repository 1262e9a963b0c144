package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.query;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation of a proved caller is told to the journal, without its text. */
class JournalTest {
  private static final TwoSubgraphs SUBGRAPHS = new TwoSubgraphs();
  private static final GatewayHarness HOUSE =
      new GatewayHarness(GatewaySettings.development(0), SUBGRAPHS);

  @AfterAll
  static void stop() {
    HOUSE.close();
  }

  @BeforeEach
  void forget() {
    HOUSE.journal.clear();
  }

  @Test
  void aQueryIsToldWithItsNameAndItsEnd() {
    HOUSE.post("{\"query\": \"query Me { me { tenant } }\", \"operationName\": \"Me\"}");
    HOUSE.post(query("{ me { tenant } payroll }"));
    HOUSE.post(query("{ meh }"));

    assertThat(HOUSE.journal)
        .satisfiesExactly(
            it -> assertThat(it).matches("user:.*graphql.query.*Operation.*Me@[0-9a-f]{12}.*OK]"),
            it -> assertThat(it).matches(".*graphql.query.*anonymous@[0-9a-f]{12}.*PARTIAL]"),
            it -> assertThat(it).matches(".*graphql.request.*anonymous@.*REFUSED]"));
    assertThat(String.join(" ", HOUSE.journal)).doesNotContain("payroll", "tenant }", "meh");
  }

  @Test
  void aMutationIsToldAsSuch() {
    HOUSE.post(query("mutation { rename(name: \"secret name\") { id } }"));

    assertThat(HOUSE.journal)
        .singleElement()
        .asString()
        .contains("graphql.mutation")
        .doesNotContain("secret name");
  }

  @Test
  void whoseTenantHasUsedUpItsPlanIsRefusedBeforeAnythingRuns() {
    HOUSE.usedUp.set(true);
    try {
      var answer = HOUSE.post(query("mutation { rename(name: \"secret name\") { id } }"));

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("QUOTA_EXCEEDED", "The limit of API_CALLS is 2.");
      assertThat(HOUSE.journal).singleElement().asString().contains("graphql.request", "REFUSED");
    } finally {
      HOUSE.usedUp.set(false);
    }
  }

  @Test
  void strangersAreNotToldOf() {
    HOUSE.postAnonymously(
        query("mutation { signIn(input: {email: \"a\", password: \"b\"}) { accessToken } }"));
    HOUSE.postAnonymously(query("{ me { id } }"));

    assertThat(HOUSE.journal).isEmpty();
  }
}
