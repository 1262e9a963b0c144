package ai.kompl.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.schema.SchemaText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What clients rely on changes on purpose only. */
class ContractRulesTest {
  private static final Path RELEASED =
      Path.of(System.getProperty("kompl.root"), "schema/src/main/resources/schema/released");

  @Test
  void theCheckedInSupergraphIsWhatTheSubgraphsComposeTo() {
    Contract composed = Contract.ofSubgraphs();

    assertThat(SchemaText.SUPERGRAPH.read())
        .as("run ./kompl schema and look at the difference")
        .isEqualTo(composed.supergraphSdl());
    assertThat(SchemaText.API.read())
        .as("run ./kompl schema and look at the difference")
        .isEqualTo(composed.apiSdl());
  }

  @Test
  void whatWasReleasedIsKeptUnlessDeclaredOtherwise() throws IOException {
    var changes =
        BreakingChanges.between(SchemaText.RELEASED_API.read(), Contract.ofSubgraphs().apiSdl());

    var undeclared =
        BreakingChanges.undeclared(changes, Files.readAllLines(RELEASED.resolve("breaking.txt")));

    assertThat(undeclared).as("breaking changes not declared in released/breaking.txt").isEmpty();
  }

  @Test
  void aFieldThatIsGoneAnArgumentThatIsRequiredAndATypeThatChangedAreNoticed() {
    String released = "type Query { a: String b(x: Int): String c: String! }";
    String present = "type Query { b(x: Int!): String c: String }";

    var changes = BreakingChanges.between(released, present);

    assertThat(changes).hasSize(3);
    assertThat(BreakingChanges.undeclared(changes, java.util.List.of("Query.a # nobody used it")))
        .hasSize(2);
  }

  @Test
  void additionsAreFree() {
    String released = "type Query { a: String }";
    String present = "type Query { a: String b(x: Int): Thing } type Thing { id: ID! }";

    assertThat(BreakingChanges.between(released, present)).isEmpty();
  }
}
