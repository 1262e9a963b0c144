package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.kompl.embedded.PostgresServer;
import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPooler;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembled product, set up by its settings behind PgBouncer and with a replica. */
class PooledProductTest {
  private static final String PASSWORD = "app-password-of-tests";
  private static final String LIST = "{ controls(first: 9) { edges { node { ref } } } }";

  @TempDir Path folder;

  @Test
  void twoOrganisationsBehindPgBouncerSeeWhatIsTheirs() throws IOException {
    TestDatabase database = TestPostgres.shared().createDatabase();
    var login =
        new TestPooler.Login(PlatformKeys.DATABASE_USER.defaultText().orElseThrow(), PASSWORD);
    Optional<TestPooler> found =
        TestPooler.start(
            Files.createDirectories(folder.resolve("pooler")), database, 2, List.of(login));
    assumeTrue(
        found.isPresent(),
        "PgBouncer is not installed and the machine's package sources do not give it");
    try (TestPooler pooler = found.orElseThrow();
        PostgresServer replica = TestPostgres.shared().startReplica(folder.resolve("replica"));
        RunningProduct product =
            RunningProduct.start(folder, settings(pooler, replica, database))) {
      GraphQlClient ana = product.client();
      GraphQlClient other = product.stranger();

      create(ana, "ACME-1");
      create(other, "OTHER-1");

      for (int i = 0; i < 50; i++) {
        assertThat(refs(ana)).containsExactly("ACME-1");
        assertThat(refs(other)).containsExactly("OTHER-1");
      }
    }
  }

  private static Map<String, String> settings(
      TestPooler pooler, PostgresServer replica, TestDatabase database) {
    return Map.of(
        PlatformKeys.DATABASE_URL.name(), pooler.url(database),
        PlatformKeys.DATABASE_DIRECT_URL.name(), database.url(),
        PlatformKeys.DATABASE_REPLICA_URLS.name(), replica.url(database.name()),
        PlatformKeys.DATABASE_PASSWORD.name(), PASSWORD,
        PlatformKeys.DATABASE_OWNER.name(), database.user(),
        PlatformKeys.DATABASE_OWNER_PASSWORD.name(), database.password());
  }

  private static void create(GraphQlClient client, String ref) {
    var input = Map.of("ref", ref, "title", "Access is reviewed", "idempotencyKey", ref);
    JsonNode made =
        client.data(
            "mutation Create($input: CreateControlInput!) {"
                + " createControl(input: $input) { control { ref } userErrors { code } } }",
            Map.of("input", input));
    assertThat(made.findValuesAsText("ref")).containsExactly(ref);
  }

  private static List<String> refs(GraphQlClient client) {
    return client.data(LIST, Map.of()).findValuesAsText("ref");
  }
}
