package ai.kompl.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.kit.TenantReference;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DeletedSubject;
import ai.kompl.tenancy.data.Deletion;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantDraft;
import ai.kompl.tenancy.data.TenantState;
import graphql.ExecutionResult;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantsTest {

  private static final String PROVISION =
      """
      mutation ($input: ProvisionTenantInput!) {
        provisionTenant(input: $input) {
          tenant { id slug name state }
          userErrors { code path }
        }
      }
      """;
  private static final String VERIFY =
      """
      mutation {
        verifyAuditTrail {
          verification { whole records checkpoints sealedTo firstFault { sequence kind } }
          userErrors { code }
        }
      }
      """;
  private final OpenTenants open = OpenTenants.start();
  private final DataPlatform data = open.data();
  private final Tenant acme = provision("acme");
  private final Tenant globex = provision("globex");

  @AfterAll
  void close() {
    open.close();
  }

  @Test
  void aCallerReadsTheirOwnOrganization() {
    ExecutionResult result = ask(user(acme), "{ tenant { id slug name state } }", Map.of());

    assertThat(result.getErrors()).isEmpty();
    assertThat(data(result).toString())
        .isEqualTo(
            "{tenant={id=%s, slug=acme, name=Org acme, state=ACTIVE}}".formatted(globalId(acme)));
  }

  @Test
  void theEntityIsAnsweredForTheOwnTenantOnly() {
    String forged = GlobalId.of("tenant", acme.id(), TenantReference.uuid(globex.id())).toString();

    ExecutionResult result =
        ask(
            user(acme),
            """
            query ($representations: [_Any!]!) {
              _entities(representations: $representations) { ... on Tenant { slug } }
            }
            """,
            Map.of(
                "representations",
                List.of(
                    Map.of("__typename", "Tenant", "id", globalId(acme)),
                    Map.of("__typename", "Tenant", "id", globalId(globex)),
                    Map.of("__typename", "Tenant", "id", forged))));

    assertThat(data(result).toString()).isEqualTo("{_entities=[{slug=acme}, null, null]}");
    assertThat(OpenTenants.codes(result)).containsExactly("NOT_FOUND", "NOT_FOUND");
  }

  @Test
  void anOperatorProvisionsAnOrganizationThatItsPeopleCanUseAtOnce() {
    ExecutionResult result =
        ask(operator(), PROVISION, Map.of("input", Map.of("slug", "initech", "name", "Initech")));

    Tenant made = data.registry().findBySlug("initech").orElseThrow();
    assertThat(data(result).toString())
        .isEqualTo(
            "{provisionTenant={tenant={id=%s, slug=initech, name=Initech, state=ACTIVE}, userErrors=[]}}"
                .formatted(globalId(made)));
    assertThat(data(ask(user(made), "{ tenant { slug } }", Map.of())).toString())
        .isEqualTo("{tenant={slug=initech}}");
  }

  @Test
  void aTakenOrMalformedSlugIsAUserErrorAndMakesNothing() {
    int before = data.registry().all().size();

    ExecutionResult taken =
        ask(operator(), PROVISION, Map.of("input", Map.of("slug", "acme", "name", "Twin")));
    ExecutionResult malformed =
        ask(operator(), PROVISION, Map.of("input", Map.of("slug", "No Slug", "name", "X")));

    assertThat(data(taken).toString()).contains("tenant=null", "code=CONFLICT", "path=[slug]");
    assertThat(data(malformed).toString())
        .contains("tenant=null", "code=VALIDATION_FAILED", "path=[slug]");
    assertThat(data.registry().all()).hasSize(before);
  }

  @Test
  void nobodyButAnOperatorProvisionsAndTheRefusalIsAudited() {
    ExecutionResult result =
        ask(user(acme), PROVISION, Map.of("input", Map.of("slug", "mine", "name", "Mine")));

    assertThat(OpenTenants.codes(result)).containsExactly("FORBIDDEN");
    assertThat(data.registry().findBySlug("mine")).isEmpty();
    List<String> denials =
        data.tenantDatabase()
            .read(
                user(acme),
                transaction ->
                    transaction.query(
                        "select action from private.audit_events where category = 'DENIAL'",
                        row -> row.string("action")));
    assertThat(denials).containsExactly("tenants.tenant.provision-refused");
  }

  @Test
  void ensuringAnOrganizationAgainChangesNothing() {
    Tenant again =
        open.tenants()
            .provisioning()
            .ensure(new TenantDraft("acme", "Other"), OpenTenants.PLATFORM);

    assertThat(again).isEqualTo(acme);
  }

  @Test
  void anAdminVerifiesTheOwnTrailAndThatIsRecorded() {
    Tenant initech = provision("initech");

    ExecutionResult result = ask(admin(initech), VERIFY, Map.of());

    assertThat(result.getErrors()).isEmpty();
    assertThat(data(result).toString())
        .isEqualTo(
            "{verifyAuditTrail={verification={whole=true, records=1, checkpoints=0, sealedTo=0,"
                + " firstFault=null}, userErrors=[]}}");
    assertThat(actions(initech)).endsWith("tenants.audit-trail.verified");
  }

  @Test
  void theFirstBrokenRecordIsNamedToItsOwnTenantOnly() throws SQLException {
    Tenant hooli = provision("hooli");
    Tenant other = provision("pied-piper");
    ask(admin(hooli), VERIFY, Map.of());
    ask(admin(hooli), VERIFY, Map.of());
    ask(admin(other), VERIFY, Map.of());
    tamper("update private.audit_events set actor = 'x' where sequence = 2 and tenant = ?", hooli);

    assertThat(data(ask(admin(hooli), VERIFY, Map.of())).toString())
        .contains("whole=false", "firstFault={sequence=2, kind=ALTERED}");
    assertThat(data(ask(admin(other), VERIFY, Map.of())).toString()).contains("whole=true");
  }

  @Test
  void nobodyButAnAdminVerifiesAndTheRefusalIsAudited() {
    Tenant umbrella = provision("umbrella");

    ExecutionResult result = ask(user(umbrella), VERIFY, Map.of());

    assertThat(OpenTenants.codes(result)).containsExactly("FORBIDDEN");
    assertThat(actions(umbrella)).endsWith("tenants.audit-trail.verify-refused");
  }

  @Test
  void theListOfDeletionsIsTheOwnOneOnly() {
    Tenant stark = provision("stark");
    Tenant wayne = provision("wayne");
    String suit = GlobalId.of("suit", stark.id(), UUID.randomUUID()).toString();
    var deletion =
        new Deletion(
            DeletedSubject.of("Suit", suit),
            List.of(),
            Optional.of("outworn"),
            Instant.parse("2026-01-01T00:00:00Z"),
            Duration.ofDays(3650));
    data.tenantDatabase().write(user(stark), tx -> tx.deletions().record(deletion));
    String list =
        """
        {
          deletedRecords(first: 5, filter: {state: DELETED, type: "Suit"}) {
            totalCount edges { node { subjectId head reason state deletedBy legalHolds endedAt } }
          }
        }
        """;

    assertThat(data(ask(user(wayne), list, Map.of())).toString())
        .isEqualTo("{deletedRecords={totalCount=0, edges=[]}}");
    assertThat(data(ask(user(stark), list, Map.of())).toString())
        .isEqualTo(
            "{deletedRecords={totalCount=1, edges=[{node={subjectId=%s, head=true, reason=outworn,"
                    .formatted(suit)
                + " state=DELETED, deletedBy=%s, legalHolds=[], endedAt=null}}]}}"
                    .formatted(user(stark).actor()));
  }

  @Test
  void anOperatorSuspendsAnOrganizationAndResumesIt() {
    Tenant cyberdyne = provision("cyberdyne");

    ExecutionResult suspended = change("suspend", operator(), "cyberdyne");

    assertThat(data(suspended).toString())
        .isEqualTo(
            "{suspendTenant={tenant={id=%s, state=SUSPENDED}, userErrors=[]}}"
                .formatted(globalId(cyberdyne)));
    assertThat(
            OpenTenants.codes(
                ask(
                    user(cyberdyne),
                    "mutation { verifyAuditTrail { userErrors { code } } }",
                    Map.of())))
        .containsExactly("TENANT_SUSPENDED");
    assertThat(data(change("suspend", operator(), "cyberdyne")).toString())
        .contains("tenant=null", "code=INVALID_TRANSITION");
    assertThat(data(change("suspend", operator(), "nobody")).toString())
        .contains("tenant=null", "code=NOT_FOUND");
    assertThat(data(change("suspend", operator(), "acme")).toString())
        .contains("tenant=null", "code=VALIDATION_FAILED");

    assertThat(data(change("resume", operator(), "cyberdyne")).toString()).contains("state=ACTIVE");
    assertThat(actions(cyberdyne)).endsWith("tenants.tenant.suspended", "tenants.tenant.resumed");
  }

  @Test
  void nobodyButAnOperatorSuspendsAnyOrganizationAndLearnsNotEvenWhetherItIsThere() {
    Tenant weyland = provision("weyland");
    Tenant victim = provision("victim");

    for (String act : List.of("suspend", "resume")) {
      for (String slug : List.of("victim", "weyland", "never-there")) {
        ExecutionResult refused = change(act, admin(weyland), slug);
        assertThat(OpenTenants.codes(refused)).containsExactly("FORBIDDEN");
      }
    }

    assertThat(data.registry().find(victim.id()).orElseThrow().state())
        .isEqualTo(TenantState.ACTIVE);
    assertThat(actions(victim)).containsExactly("tenants.tenant.provisioned");
    assertThat(actions(weyland))
        .contains("tenants.tenant.suspend-refused", "tenants.tenant.resume-refused");
  }

  @Test
  void anAdminClosesTheirOwnOrganizationAndThinksAgain() {
    Tenant tyrell = provision("tyrell");
    String schedule =
        """
        mutation ($input: ScheduleTenantDeletionInput!) {
          scheduleTenantDeletion(input: $input) {
            tenant { slug state } offboarding { begunBy reason } userErrors { code path }
          }
        }
        """;
    String cancel =
        """
        mutation ($input: CancelTenantDeletionInput!) {
          cancelTenantDeletion(input: $input) { tenant { state } userErrors { code path } }
        }
        """;
    Caller admin = admin(tyrell);

    String closing = data(ask(admin, schedule, reason())).toString();

    assertThat(closing)
        .isEqualTo(
            "{scheduleTenantDeletion={tenant={slug=tyrell, state=OFFBOARDING}, "
                + "offboarding={begunBy=%s, reason=a test}, userErrors=[]}}"
                    .formatted(admin.actor()));
    assertThat(
            data(ask(user(tyrell), "{ tenantOffboarding { reason } tenant { state } }", Map.of()))
                .toString())
        .isEqualTo("{tenantOffboarding={reason=a test}, tenant={state=OFFBOARDING}}");
    assertThat(data(ask(admin, schedule, reason())).toString()).contains("INVALID_TRANSITION");
    assertThat(data(ask(admin, cancel, reason())).toString())
        .isEqualTo("{cancelTenantDeletion={tenant={state=ACTIVE}, userErrors=[]}}");
    assertThat(data(ask(admin, cancel, reason())).toString()).contains("INVALID_TRANSITION");
    assertThat(data(ask(operator(), schedule, reason())).toString())
        .contains("VALIDATION_FAILED", "slug");
    Map<String, @Nullable Object> early =
        Map.of("input", Map.of("reason", "now", "purgeAfter", "2026-01-01T00:00:00Z"));
    assertThat(data(ask(admin, schedule, early)).toString())
        .contains("VALIDATION_FAILED", "purgeAfter");
  }

  @Test
  void nobodyElseClosesAnOrganizationNorReadsItsCertificate() {
    Tenant soylent = provision("soylent");
    Tenant target = provision("target");
    for (String act : List.of("Schedule", "Cancel")) {
      String document =
          """
          mutation ($input: %sTenantDeletionInput!) {
            %sTenantDeletion(input: $input) { tenant { state } userErrors { code } }
          }
          """
              .formatted(act, act.toLowerCase(Locale.ROOT));
      Map<String, @Nullable Object> other =
          Map.of("input", Map.of("slug", "target", "reason", "a test"));

      assertThat(OpenTenants.codes(ask(admin(soylent), document, other)))
          .containsExactly("FORBIDDEN");
      assertThat(OpenTenants.codes(ask(user(soylent), document, reason())))
          .containsExactly("FORBIDDEN");
    }
    String certificate = "{ tenantPurgeCertificate(slug: \"target\") { text } }";
    assertThat(OpenTenants.codes(ask(admin(soylent), certificate, Map.of())))
        .containsExactly("FORBIDDEN");
    assertThat(data(ask(operator(), certificate, Map.of())).toString())
        .isEqualTo("{tenantPurgeCertificate=null}");
    assertThat(data.registry().find(target.id()).orElseThrow().state())
        .isEqualTo(TenantState.ACTIVE);
    assertThat(actions(soylent))
        .contains(
            "tenants.tenant.offboarding-refused",
            "tenants.tenant.offboarding-cancel-refused",
            "tenants.purge-certificate.read-refused");
  }

  @Test
  void anOrganizationIsExportedForItsAdminsAndForNobodyElse() {
    Tenant wallace = provision("wallace");
    String request =
        """
        mutation ($input: RequestTenantExportInput) {
          requestTenantExport(input: $input) {
            tenantExport { state requestedBy path } userErrors { code }
          }
        }
        """;
    String list = "{ tenantExports { state } }";
    Map<String, @Nullable Object> other = Map.of("input", Map.of("slug", "wallace"));

    assertThat(OpenTenants.codes(ask(user(wallace), request, Map.of())))
        .containsExactly("FORBIDDEN");
    assertThat(OpenTenants.codes(ask(admin(globex), request, other))).containsExactly("FORBIDDEN");
    assertThat(OpenTenants.codes(ask(user(wallace), list, Map.of()))).containsExactly("FORBIDDEN");
    assertThat(data(ask(admin(wallace), request, Map.of())).toString())
        .isEqualTo(
            "{requestTenantExport={tenantExport={state=REQUESTED, requestedBy=%s, path=null}, userErrors=[]}}"
                .formatted(admin(wallace).actor()));
    assertThat(data(ask(operator(), request, other)).toString()).contains("CONFLICT");
    assertThat(data(ask(operator(), request, Map.of("input", Map.of("slug", "nobody")))).toString())
        .contains("NOT_FOUND");
    assertThat(data(ask(admin(wallace), list, Map.of())).toString())
        .isEqualTo("{tenantExports=[{state=REQUESTED}]}");
    assertThat(data(ask(admin(globex), list, Map.of())).toString()).isEqualTo("{tenantExports=[]}");
    assertThat(actions(wallace))
        .contains(
            "tenants.tenant-export.request-refused",
            "tenants.tenant-export.read-refused",
            "tenants.tenant-export.requested");
  }

  private static Map<String, @Nullable Object> reason() {
    return Map.of("input", Map.of("reason", "a test"));
  }

  private ExecutionResult change(String act, Caller caller, String slug) {
    String type = Character.toUpperCase(act.charAt(0)) + act.substring(1);
    String document =
        """
        mutation ($input: %sTenantInput!) {
          %sTenant(input: $input) { tenant { id state } userErrors { code path } }
        }
        """
            .formatted(type, act);
    return ask(caller, document, Map.of("input", Map.of("slug", slug, "reason", "a test")));
  }

  private List<String> actions(Tenant tenant) {
    return data.tenantDatabase()
        .read(
            user(tenant),
            transaction ->
                transaction.query(
                    "select action from private.audit_events order by sequence",
                    row -> row.string("action")));
  }

  private void tamper(String sql, Tenant tenant) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                open.database().url(), open.database().user(), open.database().password());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, tenant.id().value());
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private Tenant provision(String slug) {
    return open.provision(slug);
  }

  private ExecutionResult ask(
      Caller caller, String document, Map<String, @Nullable Object> variables) {
    return open.ask(caller, document, variables);
  }

  private static String globalId(Tenant tenant) {
    return GlobalId.of("tenant", tenant.id(), TenantReference.uuid(tenant.id())).toString();
  }

  private static Caller user(Tenant tenant) {
    return caller(tenant, CallerKind.USER);
  }

  private static Caller admin(Tenant tenant) {
    return caller(tenant, CallerKind.USER, Set.of("admin"));
  }

  private Caller operator() {
    return caller(acme, CallerKind.OPERATOR);
  }

  private static Caller caller(Tenant tenant, CallerKind kind) {
    return caller(tenant, kind, Set.of());
  }

  private static Caller caller(Tenant tenant, CallerKind kind, Set<String> roles) {
    return OpenTenants.caller(tenant, kind, roles);
  }

  private static Map<String, Object> data(ExecutionResult result) {
    return Objects.requireNonNull(result.<Map<String, Object>>getData());
  }
}
