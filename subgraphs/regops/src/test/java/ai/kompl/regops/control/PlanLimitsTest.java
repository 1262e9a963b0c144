package ai.kompl.regops.control;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.regops.Answer;
import ai.kompl.regops.Catalogues;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.data.QuotaUse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a plan limits, in the things that this subgraph makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanLimitsTest {
  private static final String CREATE =
      """
      mutation ($input: CreateControlInput!) {
        createControl(input: $input) { control { id ref } userErrors { code } } }
      """;

  private final RegopsPlatform platform = RegopsPlatform.open();
  private final Catalogues catalogues = new Catalogues(platform);
  private final ControlDesk desk = new ControlDesk(platform);

  @BeforeAll
  void start() {
    platform.startWorker();
  }

  @AfterAll
  void stop() {
    platform.close();
  }

  @Test
  void aFrameworkMoreThanThePlanAllowsIsRejectedAndNothingOfItIsThere() throws SQLException {
    Caller ana = licensed("one-framework", Quota.FRAMEWORKS, 1);
    assertThat(imported(ana, "HOUSE", "1").text("/importJob/state")).isEqualTo("SUCCEEDED");

    assertThat(imported(ana, "HOUSE", "2").text("/importJob/state"))
        .as("a version is no framework")
        .isEqualTo("SUCCEEDED");
    Answer second = imported(ana, "GARDEN", "1");

    assertThat(second.text("/importJob/state")).isEqualTo("REJECTED");
    assertThat(second.data().toString())
        .contains("QUOTA_EXCEEDED", "The limit of FRAMEWORKS is 1, 1 are used");
    assertThat(
            platform
                .answer(ana, "{ frameworks { edges { node { refCode } } } }", Map.of())
                .nodes("/frameworks", "refCode"))
        .containsExactly("HOUSE");
    assertThat(used(ana, Quota.FRAMEWORKS)).isEqualTo(1);
  }

  @Test
  void aDeletedControlMakesRoomAndCannotComeBackWhenTheRoomIsTaken() throws SQLException {
    Caller ana = licensed("two-controls", Quota.CONTROLS, 2);
    String first = desk.create(ana, "C-1", Map.of()).text("/createControl/control/id");
    desk.create(ana, "C-2", Map.of());
    assertThat(
            ControlDesk.codes(platform.ask(ana, CREATE, input(Map.of("ref", "C-3", "title", "3")))))
        .containsExactly("QUOTA_EXCEEDED");

    desk.mutate(ana, "deleteControl", "DeleteControlInput", Map.of("id", first));
    desk.create(ana, "C-3", Map.of());

    assertThat(
            ControlDesk.codes(
                platform.ask(
                    ana,
                    "mutation ($input: RestoreControlInput!) { restoreControl(input: $input) { control { id } } }",
                    input(Map.of("id", first)))))
        .containsExactly("QUOTA_EXCEEDED");
    assertThat(desk.refs(ana)).containsExactlyInAnyOrder("C-2", "C-3");
    assertThat(used(ana, Quota.CONTROLS)).isEqualTo(2);
  }

  @Test
  void whatWasMadeBeforeAnybodyCountedIsCountedOnce() throws SQLException, IOException {
    Caller ana = licensed("old-hand", Quota.CONTROLS, 2);
    imported(ana, "HOUSE", "1");
    desk.create(ana, "C-1", Map.of());
    String gone = desk.create(ana, "C-2", Map.of()).text("/createControl/control/id");
    desk.mutate(ana, "deleteControl", "DeleteControlInput", Map.of("id", gone));
    desk.create(ana, "C-3", Map.of());
    owner("delete from private.quota_use where tenant = '" + ana.tenant() + "'");

    owner(
        "begin; set local search_path = tenant_%s;\n%s;\ncommit"
            .formatted(ana.tenant(), script("/db/regops/tenant/V002__quotas_counted.sql")));

    assertThat(used(ana, Quota.CONTROLS)).isEqualTo(2);
    assertThat(used(ana, Quota.FRAMEWORKS)).isEqualTo(1);
    assertThat(
            ControlDesk.codes(platform.ask(ana, CREATE, input(Map.of("ref", "C-4", "title", "4")))))
        .containsExactly("QUOTA_EXCEEDED");
  }

  private static String script(String name) throws IOException {
    try (InputStream text = PlanLimitsTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(text, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void owner(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    var settings = platform.settings();
    return DriverManager.getConnection(
        settings.url(), settings.owner().user(), settings.owner().password());
  }

  private Answer imported(Caller caller, String refCode, String label) {
    byte[] file = Catalogues.small(refCode, label).getBytes(StandardCharsets.UTF_8);
    return catalogues.run(caller, file, "NATIVE");
  }

  private long used(Caller caller, Quota quota) {
    return platform.data().tenantDatabase().read(caller, tx -> tx.quotas().all()).stream()
        .filter(use -> use.quota() == quota)
        .mapToLong(QuotaUse::used)
        .sum();
  }

  private static Map<String, @Nullable Object> input(Map<String, Object> input) {
    return new HashMap<>(Map.of("input", input));
  }

  /** A tenant whose plan allows so much of one thing. */
  private Caller licensed(String slug, Quota quota, long limit) throws SQLException {
    Caller caller = platform.newTenant(slug);
    try (Connection connection = connect();
        PreparedStatement plan =
            connection.prepareStatement("insert into private.plan_limits values (?, ?, ?)");
        PreparedStatement licence =
            connection.prepareStatement(
                """
                insert into private.licences (id, tenant, plan, starts_at, expires_at, read_only_at,
                  granted_at, granted_by)
                values (gen_random_uuid(), ?, ?, now() - interval '1 day', now() + interval '1 day',
                  now() + interval '1 day', now(), 'tests')
                """)) {
      plan.setString(1, slug);
      plan.setString(2, quota.name());
      plan.setLong(3, limit);
      plan.executeUpdate();
      licence.setString(1, caller.tenant().value());
      licence.setString(2, slug);
      licence.executeUpdate();
    }
    return caller;
  }
}
