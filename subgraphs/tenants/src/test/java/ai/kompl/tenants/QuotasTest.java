package ai.kompl.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.data.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotasTest {
  private static final String DEFINE =
      """
      mutation ($input: DefinePlanInput!) {
        definePlan(input: $input) {
          plan { key name limits { resource limit } features version }
          userErrors { code path }
        }
      }
      """;
  private static final String GRANT =
      """
      mutation ($input: GrantLicenceInput!) {
        grantLicence(input: $input) {
          licence { plan state expiresAt readOnlyAt }
          userErrors { code path }
        }
      }
      """;
  private static final String LICENCE = "{ licence { plan state } }";
  private static final String QUOTAS = "{ quotas { resource limit used remaining resetsAt } }";

  private final TimedTenants product = new TimedTenants();
  private final Tenant house = product.provision("house");

  QuotasTest() {
    define("starter", Map.of("CONTROLS", 5L, "API_CALLS", 3L));
  }

  @AfterAll
  void close() {
    product.close();
  }

  @Test
  void ofManyWhoWantTheLastPlacesExactlyAsManyGetOneAsThereAre() throws Exception {
    Tenant crowd = licensed("crowd", "starter", 30);
    var start = new CountDownLatch(1);
    List<Future<Boolean>> outcomes = new ArrayList<>();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 24; i++) {
        outcomes.add(
            threads.submit(() -> {
              start.await();
              return takes(crowd, Quota.CONTROLS);
            }));
      }
      start.countDown();
    }

    int taken = 0;
    for (Future<Boolean> outcome : outcomes) {
      taken += outcome.get() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(5);
    assertThat(quota(crowd, "CONTROLS")).isEqualTo("limit=5, used=5, remaining=0, resetsAt=null");
  }

  @Test
  void aRefusalSaysHowMuchThereIsHowMuchIsUsedAndWhenItStartsAgain() {
    Tenant busy = licensed("busy", "starter", 60);
    for (int i = 0; i < 3; i++) {
      assertThat(takes(busy, Quota.API_CALLS)).isTrue();
    }

    var refused = refusal(busy, Quota.API_CALLS);

    assertThat(refused.problem()).isEqualTo(Problem.QUOTA_EXCEEDED);
    assertThat(refused)
        .message()
        .startsWith("The limit of API_CALLS is 3, 3 are used and 1 more were asked for.")
        .matches(".* It starts again at 202[67]-\\d\\d-01T00:00:00Z\\.");
  }

  @Test
  void whatIsGivenBackOrRolledBackCanBeTakenAgain() {
    Tenant tidy = licensed("tidy", "starter", 30);
    var database = product.data().tenantDatabase();
    var caller = TimedTenants.user(tidy);
    for (int i = 0; i < 5; i++) {
      takes(tidy, Quota.CONTROLS);
    }
    database.write(
        caller,
        tx -> {
          tx.quotas().giveBack(Quota.CONTROLS, 2);
          return true;
        });
    var broken =
        catchThrowableOfType(
            IllegalStateException.class,
            () ->
                database.write(
                    caller,
                    tx -> {
                      tx.quotas().take(Quota.CONTROLS, 2);
                      throw new IllegalStateException("changed my mind");
                    }));

    assertThat(broken).hasMessage("changed my mind");
    assertThat(quota(tidy, "CONTROLS")).startsWith("limit=5, used=3");
  }

  @Test
  void whatWasUsedIsToldMonthByMonthToAdmins() {
    Tenant steady = licensed("steady", "starter", 60);
    Instant began = product.clock().instant();
    YearMonth first = YearMonth.from(began.atOffset(ZoneOffset.UTC));
    Caller admin = TimedTenants.admin(steady);
    takes(steady, Quota.CONTROLS);
    takes(steady, Quota.API_CALLS);
    takes(steady, Quota.API_CALLS);
    product.pass(Duration.ofDays(31));
    takes(steady, Quota.API_CALLS);
    String months =
        "{ usage(from: \"%s\") { resource periodStart periodEnd used limit } }".formatted(began);

    String usage = product.ask(admin, months).text();

    assertThat(usage)
        .contains(
            "{resource=CONTROLS, periodStart=null, periodEnd=null, used=1, limit=5}",
            calls(first, 2),
            calls(first.plusMonths(1), 1))
        .doesNotContain("AI_");
    assertThat(usage.indexOf(calls(first, 2)))
        .isLessThan(usage.indexOf(calls(first.plusMonths(1), 1)));
    assertThat(product.ask(TimedTenants.user(steady), months).codes()).containsExactly("FORBIDDEN");
    assertThat(product.ask(TimedTenants.admin(house), months).text())
        .contains("{resource=CONTROLS, periodStart=null, periodEnd=null, used=0, limit=null}");
    assertThat(product.trail(steady)).endsWith("tenants.usage.read-refused");
  }

  private static String calls(YearMonth month, int used) {
    return "{resource=API_CALLS, periodStart=%s-01T00:00:00Z, periodEnd=%s-01T00:00:00Z, used=%d, limit=3}"
        .formatted(month, month.plusMonths(1), used);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T00:00:00Z, 2026-02-01T00:00:00Z",
    "2026-03-01T00:00:00Z, 2026-02-01T00:00:00Z",
    "2020-01-01T00:00:00Z, 2026-02-01T00:00:00Z"
  })
  void aTimeThatIsEmptyOrTooLongIsRefused(String from, String until) {
    String query = "{ usage(from: \"%s\", until: \"%s\") { used } }".formatted(from, until);

    assertThat(product.ask(TimedTenants.admin(house), query).codes())
        .containsExactly("VALIDATION_FAILED");
  }

  @Test
  void whatNothingCountsCannotBeLimited() {
    assertThat(
            product
                .change(
                    TimedTenants.operator(house),
                    DEFINE,
                    Map.of(
                        "key",
                        "clever",
                        "name",
                        "Clever",
                        "limits",
                        List.of(Map.of("resource", "AI_TOKENS", "limit", 5L))))
                .text())
        .contains("plan=null", "VALIDATION_FAILED");
  }

  @Test
  void aCheckCostsAWriteOneStatementAndAReadNone() {
    Tenant frugal = licensed("frugal", "starter", 30);
    var database = product.data().tenantDatabase();
    var caller = TimedTenants.user(frugal);
    takes(frugal, Quota.FRAMEWORKS);
    long before = product.data().statements().statements();

    database.read(caller, tx -> tx.query("select 1 as one", row -> row.integer("one")));
    long afterRead = product.data().statements().statements();
    takes(frugal, Quota.FRAMEWORKS);
    long afterWrite = product.data().statements().statements();

    assertThat(afterRead - before).isEqualTo(1);
    assertThat(afterWrite - afterRead).isEqualTo(1);
  }

  @Test
  void aLicenceThatIsOverAllowsEverythingInItsGraceAndThenReadingOnly() {
    Tenant late = licensed("late", "starter", 1);
    Tenant free = product.provision("free");
    assertThat(product.ask(TimedTenants.user(late), LICENCE).text())
        .isEqualTo("{licence={plan=starter, state=VALID}}");

    product.pass(Duration.ofDays(2));
    assertThat(product.ask(TimedTenants.user(late), LICENCE).text()).contains("state=GRACE");
    assertThat(takes(late, Quota.FRAMEWORKS)).isTrue();
    assertThat(writes(late)).isTrue();

    product.pass(Duration.ofDays(14));
    assertThat(product.ask(TimedTenants.user(late), LICENCE).text()).contains("state=EXPIRED");
    assertThat(refusal(late, Quota.FRAMEWORKS).problem()).isEqualTo(Problem.LICENCE_EXPIRED);
    assertThat(writes(late)).isFalse();
    assertThat(quota(late, "FRAMEWORKS")).startsWith("limit=null, used=1");
    assertThat(writes(free)).as("no licence, no end").isTrue();

    assertThat(product.ask(TimedTenants.user(late), "{ auditEvents { totalCount } }").codes())
        .as("a refusal is told of even then")
        .containsExactly("FORBIDDEN");
    assertThat(product.trail(late)).endsWith("tenants.audit-trail.read-refused");

    grant("late", "starter", 30);
    product.pass(Duration.ofSeconds(11));
    assertThat(writes(late)).isTrue();
    assertThat(takes(late, Quota.FRAMEWORKS)).isTrue();
  }

  @Test
  void aPlanBringsItsFeatures() {
    product
        .change(
            TimedTenants.operator(house),
            DEFINE,
            Map.of(
                "key",
                "gold",
                "name",
                "Gold",
                "limits",
                List.of(),
                "features",
                List.of("identity.single-sign-on")))
        .text();
    Tenant rich = licensed("rich", "gold", 30);

    assertThat(
            product
                .ask(TimedTenants.user(rich), "{ featureFlags { key enabled decidedBy } }")
                .text())
        .contains("{key=identity.single-sign-on, enabled=true, decidedBy=PLAN}");
  }

  @Test
  void onlyOperatorsDefinePlansAndGrantLicencesAndBadOnesAreRefused() {
    var admin = TimedTenants.admin(house);
    Map<String, Object> plan = Map.of("key", "x", "name", "X", "limits", List.of());
    Map<String, Object> licence =
        Map.of("tenant", "house", "plan", "starter", "expiresAt", "2027-01-01T00:00:00Z");
    var operator = TimedTenants.operator(house);

    assertThat(product.change(admin, DEFINE, Map.copyOf(plan)).codes())
        .containsExactly("FORBIDDEN");
    assertThat(product.change(admin, GRANT, Map.copyOf(licence)).codes())
        .containsExactly("FORBIDDEN");
    assertThat(
            product
                .change(
                    operator,
                    GRANT,
                    Map.of("tenant", "house", "plan", "no", "expiresAt", "2099-01-01T00:00:00Z"))
                .text())
        .contains("licence=null", "VALIDATION_FAILED", "path=[plan]");
    assertThat(
            product
                .change(
                    operator,
                    GRANT,
                    Map.of(
                        "tenant", "house", "plan", "starter", "expiresAt", "2020-01-01T00:00:00Z"))
                .text())
        .contains("licence=null", "VALIDATION_FAILED", "path=[expiresAt]");
    assertThat(
            product
                .change(
                    operator,
                    DEFINE,
                    Map.of(
                        "key",
                        "x",
                        "name",
                        "X",
                        "limits",
                        List.of(Map.of("resource", "USERS", "limit", -1L))))
                .text())
        .contains("plan=null", "VALIDATION_FAILED");
  }

  private boolean writes(Tenant tenant) {
    try {
      return product.data().tenantDatabase().write(TimedTenants.user(tenant), _ -> true);
    } catch (ProblemException e) {
      assertThat(e.problem()).isEqualTo(Problem.LICENCE_EXPIRED);
      return false;
    }
  }

  private boolean takes(Tenant tenant, Quota quota) {
    try {
      product
          .data()
          .tenantDatabase()
          .write(
              TimedTenants.user(tenant),
              tx -> {
                tx.quotas().take(quota, 1);
                return true;
              });
      return true;
    } catch (ProblemException e) {
      assertThat(e.problem()).isEqualTo(Problem.QUOTA_EXCEEDED);
      return false;
    }
  }

  private ProblemException refusal(Tenant tenant, Quota quota) {
    return catchThrowableOfType(
        ProblemException.class,
        () ->
            product
                .data()
                .tenantDatabase()
                .write(
                    TimedTenants.user(tenant),
                    tx -> {
                      tx.quotas().take(quota, 1);
                      return true;
                    }));
  }

  private String quota(Tenant tenant, String resource) {
    String all = product.ask(TimedTenants.user(tenant), QUOTAS).text();
    int from = all.indexOf("{resource=" + resource + ", ") + resource.length() + 12;
    return all.substring(from, all.indexOf('}', from));
  }

  private Tenant licensed(String slug, String plan, int days) {
    Tenant tenant = product.provision(slug);
    grant(slug, plan, days);
    return tenant;
  }

  private void grant(String slug, String plan, int days) {
    String expires = product.clock().instant().plus(Duration.ofDays(days)).toString();
    assertThat(
            product
                .change(
                    TimedTenants.operator(house),
                    GRANT,
                    Map.of("tenant", slug, "plan", plan, "expiresAt", expires))
                .text())
        .contains("state=VALID", "userErrors=[]");
  }

  private void define(String key, Map<String, Long> limits) {
    List<Map<String, Object>> list =
        limits.entrySet().stream()
            .map(one -> Map.<String, Object>of("resource", one.getKey(), "limit", one.getValue()))
            .toList();
    assertThat(
            product
                .change(
                    TimedTenants.operator(house),
                    DEFINE,
                    Map.of("key", key, "name", key, "limits", list))
                .text())
        .contains("userErrors=[]");
  }
}
