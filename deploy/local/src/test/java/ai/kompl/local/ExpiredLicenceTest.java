package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.identity.user.NewUser;
import ai.kompl.local.client.GraphQlClient;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an organisation whose licence is over, and whose plan's calls are used up besides, must
 * still be able to do: read, take its data with it, leave, and look at its audit trail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpiredLicenceTest {
  private static final String PASSWORD = "correct horse battery staple";
  private static final String CREATE =
      """
      mutation ($ref: String!) {
        createControl(input: { ref: $ref, title: "kept" }) { control { id ref } userErrors { code } } }
      """;

  private RunningProduct product;
  private GraphQlClient admin;
  private String control;
  private int units;

  @BeforeAll
  void expire(@TempDir Path folder) throws IOException {
    product = RunningProduct.start(folder, Map.of());
    admin = account(NewUser.person("root@acme.example", "Rut Ott", PASSWORD).withRoles("admin"));
    control =
        product
            .client()
            .data(CREATE, Map.of("ref", "C-1"))
            .at("/createControl/control/id")
            .asText();
    GraphQlClient operator =
        account(NewUser.person("ops@acme.example", "Ops", PASSWORD).asOperator());
    operator.data(
        """
        mutation { definePlan(input: { key: "tiny", name: "Tiny", limits: [
          { resource: USERS, limit: 0 }, { resource: API_CALLS, limit: 0 } ] }) { userErrors { code } } }
        """,
        Map.of());
    operator.data(
        """
        mutation { grantLicence(input: { tenant: "acme", plan: "tiny", graceDays: 0,
          startsAt: "2025-01-01T00:00:00Z", expiresAt: "2026-01-01T00:00:00Z" }) { userErrors { code } } }
        """,
        Map.of());
    // Every process knows it after ten seconds at most.
    assertThat(Waiting.until(Duration.ofSeconds(30), () -> unit().contains("LICENCE_EXPIRED")))
        .as("changes are refused")
        .isTrue();
  }

  @AfterAll
  void close() {
    product.close();
  }

  private GraphQlClient account(NewUser user) {
    product.host().identity().accounts().ensure(user, Caller.worker(acme(), "test.seed", "seed"));
    return signedIn(user.email().text());
  }

  private TenantId acme() {
    return product.host().data().registry().findBySlug("acme").orElseThrow().id();
  }

  private GraphQlClient signedIn(String email) {
    return GraphQlClient.of(product.endpoint().resolve("/graphql")).signIn("acme", email, PASSWORD);
  }

  private String refusal(String ref) {
    return product.client().send(CREATE, Map.of("ref", ref)).toString();
  }

  @Test
  void changesAreRefusedAndLeaveNothing() {
    String all = "{ units { id } }";
    JsonNode before = admin.data(all, Map.of());

    assertThat(refusal("C-2")).contains("LICENCE_EXPIRED");
    assertThat(unit()).contains("LICENCE_EXPIRED");

    assertThat(admin.data(all, Map.of())).isEqualTo(before);
    assertThat(refs()).containsExactly("C-1");
  }

  private List<String> refs() {
    return admin
        .data("{ controls { edges { node { ref } } } }", Map.of())
        .at("/controls/edges")
        .findValuesAsText("ref");
  }

  /** The answer to a change that no plan limits. */
  private String unit() {
    return admin
        .send(
            "mutation ($name: String!) { createUnit(input: { name: $name }) { unit { id } userErrors { code } } }",
            Map.of("name", "Unit " + ++units))
        .toString();
  }

  @Test
  void peopleSignInAndReadWhatThereIs() {
    GraphQlClient again = signedIn("root@acme.example");

    JsonNode read =
        again.data(
            """
            query ($id: ID!) { control(id: $id) { ref title } licence { state }
              quotas { resource limit used } usage { resource used } tenant { slug } }
            """,
            Map.of("id", control));

    assertThat(read.at("/control/ref").asText()).isEqualTo("C-1");
    assertThat(read.at("/licence/state").asText()).isEqualTo("EXPIRED");
    assertThat(read.at("/quotas").toString())
        .contains("{\"resource\":\"API_CALLS\",\"limit\":null", "\"USERS\",\"limit\":");
  }

  @Test
  void theAuditTrailIsReadAndVerified() {
    JsonNode trail =
        admin.data("{ auditEvents(first: 5) { edges { node { action } } totalCount } }", Map.of());
    JsonNode verified =
        admin.data("mutation { verifyAuditTrail { verification { whole records } } }", Map.of());

    assertThat(trail.at("/auditEvents/edges").size()).isEqualTo(5);
    assertThat(verified.at("/verifyAuditTrail/verification/whole").asBoolean()).isTrue();
  }

  @Test
  void everythingIsExportedAndDownloaded(@TempDir Path folder) throws Exception {
    admin.data("mutation { requestTenantExport { tenantExport { id } } }", Map.of());

    assertThat(Waiting.until(Duration.ofSeconds(60), () -> export("state").equals("READY")))
        .isTrue();

    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(product.endpoint().resolve(export("path")))
              .timeout(Duration.ofSeconds(60))
              .header("Authorization", "Bearer " + admin.token().orElseThrow())
              .build();
      assertThat(http.send(request, BodyHandlers.ofFile(folder.resolve("export.zip"))).statusCode())
          .isEqualTo(200);
    }
  }

  private String export(String field) {
    return admin
        .data("{ tenantExports { state path } }", Map.of())
        .at("/tenantExports/0/" + field)
        .asText();
  }

  @Test
  void theOrganisationIsClosedAndKept() {
    JsonNode closed =
        admin.data(
            """
            mutation { scheduleTenantDeletion(input: { reason: "we leave" }) {
              tenant { state } userErrors { code } } }
            """,
            Map.of());
    JsonNode kept =
        admin.data(
            """
            mutation { cancelTenantDeletion(input: { reason: "we stay" }) {
              tenant { state } userErrors { code } } }
            """,
            Map.of());

    assertThat(
            List.of(
                closed.at("/scheduleTenantDeletion/tenant/state").asText(),
                kept.at("/cancelTenantDeletion/tenant/state").asText()))
        .containsExactly("OFFBOARDING", "ACTIVE");
  }
}
