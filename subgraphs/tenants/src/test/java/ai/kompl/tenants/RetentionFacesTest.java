package ai.kompl.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.data.DeletedSubject;
import ai.kompl.tenancy.data.Deletion;
import ai.kompl.tenancy.data.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionFacesTest {
  private static final Pattern ID = Pattern.compile("id=(legal-hold_[a-z0-9_-]+)");
  private static final String RULES =
      "{ retentionRules(includeEarlier: true) { type version keepDays action basis setBy } }";

  private final TimedTenants product = new TimedTenants();

  @AfterAll
  void close() {
    product.close();
  }

  @Test
  void adminsSetRulesAndSeeWhatTheyLeadTo() {
    Tenant acme = product.provision("acme");
    delete(acme, thing(acme), Duration.ofDays(40));
    DeletedSubject held = thing(acme);
    delete(acme, held, Duration.ofDays(40));
    assertThat(preview(acme)).contains("due=2, held=0");

    assertThat(rule(acme, Map.of("type", "Thing", "keepDays", 50, "basis", "law")))
        .contains("version=1", "userErrors=[]");
    assertThat(preview(acme)).contains("due=0, held=0");
    assertThat(
            rule(
                acme,
                Map.of(
                    "type",
                    "Thing",
                    "keepDays",
                    35,
                    "basis",
                    "law",
                    "shortensBecause",
                    "too long",
                    "expectedVersion",
                    1)))
        .contains("version=2", "userErrors=[]");
    assertThat(hold(acme, Map.of("scope", "RECORD", "subject", held.id(), "reference", "case-1")))
        .contains("userErrors=[]");

    assertThat(preview(acme)).contains("due=1, held=1", "legalHolds=[case-1]", "legalHolds=[]");
    assertThat(product.ask(TimedTenants.admin(acme), RULES).text())
        .contains("version=2, keepDays=35, action=DISPOSE", "version=1, keepDays=50");
    assertThat(product.trail(acme))
        .endsWith(
            "tenants.retention-rule.set",
            "tenants.retention-rule.set",
            "tenants.legal-hold.placed");
  }

  @Test
  void aHoldIsReleasedOnceWithAReason() {
    Tenant court = product.provision("court");
    Matcher id = ID.matcher(hold(court, Map.of("scope", "TENANT", "reference", "case-2")));
    assertThat(id.find()).isTrue();
    Map<String, @Nullable Object> release = Map.of("id", id.group(1), "reason", "settled");
    String document =
        """
        mutation ($input: ReleaseLegalHoldInput!) { releaseLegalHold(input: $input) {
          legalHold { releaseReason releasedBy } userErrors { code } } }
        """;

    assertThat(hold(court, Map.of("scope", "TENANT", "reference", "case-2")))
        .contains("legalHold=null", "CONFLICT");
    assertThat(product.change(TimedTenants.admin(court), document, release).text())
        .contains("releaseReason=settled");
    assertThat(product.change(TimedTenants.admin(court), document, release).text())
        .contains("INVALID_TRANSITION");
    assertThat(product.ask(TimedTenants.admin(court), "{ legalHolds { id } }").text())
        .isEqualTo("{legalHolds=[]}");
    assertThat(
            product
                .change(TimedTenants.admin(product.provision("other-court")), document, release)
                .text())
        .contains("NOT_FOUND");
  }

  @Test
  void whatCannotBeIsRefusedWithItsPlace() {
    Tenant odd = product.provision("odd");
    Tenant foreign = product.provision("foreign");

    assertThat(rule(odd, Map.of("type", "thing;", "keepDays", 5, "basis", "law")))
        .contains("VALIDATION_FAILED", "path=[type]");
    assertThat(rule(odd, Map.of("type", "Thing", "keepDays", 0, "basis", "law")))
        .contains("VALIDATION_FAILED", "path=[keepDays]");
    assertThat(rule(odd, Map.of("type", "Thing", "basis", "law", "shortensBecause", "x")))
        .contains("VALIDATION_FAILED", "path=[shortensBecause]");
    assertThat(
            rule(odd, Map.of("type", "Thing", "keepDays", 5, "basis", "law", "expectedVersion", 7)))
        .contains("CONFLICT");
    assertThat(hold(odd, Map.of("scope", "RECORD", "reference", "c")))
        .contains("VALIDATION_FAILED", "path=[subject]");
    assertThat(hold(odd, Map.of("scope", "TENANT", "subject", "x", "reference", "c")))
        .contains("VALIDATION_FAILED", "path=[subject]");
    for (String id : List.of(thing(foreign).id(), "x", "thing_", "' or true --")) {
      assertThat(hold(odd, Map.of("scope", "SUBJECT", "subject", id, "reference", "c")))
          .contains("NOT_FOUND", "path=[subject]");
    }
  }

  @Test
  void nobodyButAdminsOfTheOrganizationHasToDoWithIt() {
    Tenant closed = product.provision("closed");
    for (Caller caller : List.of(TimedTenants.user(closed), TimedTenants.operator(closed))) {
      assertThat(product.ask(caller, "{ legalHolds { id } }").codes()).containsExactly("FORBIDDEN");
      assertThat(product.ask(caller, RULES).codes()).containsExactly("FORBIDDEN");
      assertThat(
              product
                  .change(
                      caller,
                      PLACE,
                      Map.of("scope", "TENANT", "reference", "c", "reason", "a claim"))
                  .codes())
          .containsExactly("FORBIDDEN");
    }
    assertThat(product.trail(closed))
        .contains("tenants.retention.read-refused", "tenants.retention.change-refused");
  }

  private static final String PLACE =
      """
      mutation ($input: PlaceLegalHoldInput!) { placeLegalHold(input: $input) {
        legalHold { id scope } userErrors { code path } } }
      """;

  private String hold(Tenant tenant, Map<String, String> input) {
    Map<String, @Nullable Object> all = new java.util.HashMap<>(input);
    all.put("reason", "a claim");
    return product.change(TimedTenants.admin(tenant), PLACE, all).text();
  }

  private String rule(Tenant tenant, Map<String, @Nullable Object> input) {
    return product
        .change(
            TimedTenants.admin(tenant),
            """
            mutation ($input: SetRetentionRuleInput!) { setRetentionRule(input: $input) {
              retentionRule { version keepDays } userErrors { code path } } }
            """,
            input)
        .text();
  }

  private String preview(Tenant tenant) {
    return product
        .ask(
            TimedTenants.admin(tenant),
            "query ($until: DateTime!) { disposalPreview(until: $until) {"
                + " due held records { subjectId legalHolds } } }",
            Map.of("until", product.clock().instant().toString()))
        .text();
  }

  private static DeletedSubject thing(Tenant tenant) {
    return DeletedSubject.of(
        "Thing", GlobalId.of("thing", tenant.id(), UUID.randomUUID()).toString());
  }

  private void delete(Tenant tenant, DeletedSubject subject, Duration ago) {
    var deletion =
        new Deletion(
            subject,
            List.of(),
            Optional.empty(),
            product.clock().instant().minus(ago),
            Duration.ofDays(30));
    product
        .data()
        .tenantDatabase()
        .write(TimedTenants.admin(tenant), tx -> tx.deletions().record(deletion));
  }
}
