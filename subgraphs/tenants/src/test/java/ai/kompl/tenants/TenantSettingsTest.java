package ai.kompl.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenants.configuration.Setting;
import ai.kompl.tenants.configuration.SettingsInForce;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantSettingsTest {
  private static final String SETTINGS =
      "{ tenantSettings { key value isSet decidedBy settableBy version } }";
  private static final String UPDATE =
      """
      mutation ($input: UpdateTenantSettingsInput!) {
        updateTenantSettings(input: $input) {
          settings { key value decidedBy version }
          userErrors { code message path }
        }
      }
      """;
  private static final String HISTORY =
      """
      { tenantSettingHistory(first: 10) {
          totalCount edges { node { key before after reason } } } }
      """;

  private final TimedTenants product = new TimedTenants();
  private final Tenant acme = product.provision("acme");

  @AfterAll
  void close() {
    product.close();
  }

  @Test
  void everyDefaultIsAValueOfItsOwnSetting() {
    assertThat(Setting.values())
        .allSatisfy(setting ->
            setting
                .byDefault()
                .ifPresent(value -> assertThat(setting.form().canonical(value)).isEqualTo(value)));
    assertThat(Arrays.stream(Setting.values()).map(Setting::key)).doesNotHaveDuplicates();
  }

  @Test
  void aTenantsOwnValueGoesBeforeThePlatformsAndTheHistoryTellsBoth() {
    Tenant mine = product.provision("mine");
    var operator = TimedTenants.operator(acme);
    var admin = TimedTenants.admin(mine);
    product.change(operator, UPDATE, everywhere("locale.language", "de")).text();
    assertThat(settingOf(mine, "locale.language"))
        .isEqualTo("value=de, isSet=true, decidedBy=PLATFORM, settableBy=ADMIN, version=1");

    product.change(admin, UPDATE, wish("locale.language", "fr")).text();
    product.change(admin, UPDATE, wish("locale.language", "fr")).text();
    assertThat(settingOf(mine, "locale.language"))
        .isEqualTo("value=fr, isSet=true, decidedBy=TENANT, settableBy=ADMIN, version=1");

    product.pass(Duration.ofSeconds(1));
    product.change(admin, UPDATE, wish("locale.language", null)).text();
    assertThat(settingOf(mine, "locale.language")).startsWith("value=de");
    assertThat(product.ask(admin, HISTORY).text())
        .isEqualTo(
            "{tenantSettingHistory={totalCount=2, edges=["
                + "{node={key=locale.language, before=fr, after=null, reason=test}}, "
                + "{node={key=locale.language, before=null, after=fr, reason=test}}]}}");
  }

  @Test
  void oneRefusedValueRefusesTheWholeOrderAndSaysWhatIsAllowed() {
    Tenant strict = product.provision("strict");
    var admin = TimedTenants.admin(strict);

    String answer =
        product
            .change(
                admin,
                UPDATE,
                Map.of(
                    "changes",
                    List.of(
                        Map.of("key", "locale.language", "value", "it"),
                        Map.of("key", "security.session-idle", "value", "PT1S"))))
            .text();

    assertThat(answer)
        .contains(
            "settings=null",
            "VALIDATION_FAILED",
            "an ISO 8601 duration from PT5M to PT12H",
            "path=[changes, 1, value]");
    assertThat(settingOf(strict, "locale.language")).contains("decidedBy=").doesNotContain("it,");
    assertThat(product.trail(strict)).containsExactly("tenants.tenant.provisioned");
  }

  @Test
  void eachKindOfValueIsRefusedOutsideItsBounds() {
    var admin = TimedTenants.admin(acme);
    Map<String, String> wrong =
        Map.of(
            "locale.language", "klingon",
            "locale.time-zone", "Mars/Olympus",
            "branding.display-name", "two\nlines",
            "security.session-idle", "half an hour",
            "security.second-factor-required", "maybe",
            "controls.review-every-days", "0",
            "webhooks.signing-secret", "short",
            "no.such.setting", "x",
            "platform.support-address", "mine@example.test");

    wrong.forEach((key, value) ->
        assertThat(product.change(admin, UPDATE, wish(key, value)).text())
            .as(key)
            .contains("settings=null", "VALIDATION_FAILED", "path=[changes, 0, "));
  }

  @Test
  void aSecretIsNeverShownNeitherInAnswersNorInHistoryNorInTheDatabase() throws SQLException {
    Tenant discreet = product.provision("discreet");
    var admin = TimedTenants.admin(discreet);
    String secret = "correct horse battery";

    String answer = product.change(admin, UPDATE, wish("webhooks.signing-secret", secret)).text();

    assertThat(answer).doesNotContain(secret);
    assertThat(settingOf(discreet, "webhooks.signing-secret"))
        .startsWith("value=null, isSet=true, decidedBy=TENANT");
    assertThat(product.ask(admin, HISTORY).text())
        .contains("totalCount=1", "key=webhooks.signing-secret, before=null, after=null");
    assertThat(everythingStored()).contains("webhooks.signing-secret").doesNotContain(secret);
    var inForce =
        new SettingsInForce(product.data().platformDatabase(Tenants.NAME), new ReversedSecrets());
    assertThat(inForce.value(discreet.id(), Setting.WEBHOOK_SECRET)).contains(secret);
    assertThat(inForce.value(acme.id(), Setting.WEBHOOK_SECRET)).isEmpty();
  }

  @Test
  void whoMayNotIsRefusedAndThatIsAudited() {
    Tenant guarded = product.provision("guarded");

    assertThat(
            product
                .change(TimedTenants.user(guarded), UPDATE, wish("locale.language", "de"))
                .codes())
        .containsExactly("FORBIDDEN");
    assertThat(
            product
                .change(
                    TimedTenants.admin(guarded), UPDATE, wish("audit.export-longest-days", "31"))
                .codes())
        .containsExactly("FORBIDDEN");
    assertThat(
            product
                .change(TimedTenants.admin(guarded), UPDATE, everywhere("locale.language", "de"))
                .codes())
        .containsExactly("FORBIDDEN");
    assertThat(product.ask(TimedTenants.user(guarded), HISTORY).codes())
        .containsExactly("FORBIDDEN");
    assertThat(product.trail(guarded))
        .containsExactly(
            "tenants.tenant.provisioned",
            "tenants.settings.update-refused",
            "tenants.settings.update-refused",
            "tenants.settings.update-refused",
            "tenants.settings.history-refused");
  }

  @Test
  void theHistoryCannotBeRewrittenByTheSubgraph() {
    var platform = product.data().platformDatabase(Tenants.NAME);

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> platform.write(tx -> tx.update("delete from public.tenants_setting_change"))))
        .isNotNull();
  }

  private String settingOf(Tenant tenant, String key) {
    String all = product.ask(TimedTenants.user(tenant), SETTINGS).text();
    int from = all.indexOf("{key=" + key + ", ") + key.length() + 7;
    return all.substring(from, all.indexOf('}', from));
  }

  private static Map<String, @Nullable Object> wish(String key, @Nullable String value) {
    var change = new HashMap<String, @Nullable Object>();
    change.put("key", key);
    change.put("value", value);
    return new HashMap<>(Map.of("changes", List.of(change), "reason", "test"));
  }

  private static Map<String, @Nullable Object> everywhere(String key, String value) {
    Map<String, @Nullable Object> input = wish(key, value);
    input.put("everywhere", true);
    return input;
  }

  private String everythingStored() throws SQLException {
    var database = product.database();
    var text = new StringBuilder();
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        PreparedStatement statement =
            connection.prepareStatement(
                """
                select s::text || encode(coalesce(s.secret, ''), 'escape') as line
                  from public.tenants_tenant_setting s
                union all select c::text from public.tenants_setting_change c
                union all select t::text from private.audit_texts t
                union all select o::text from private.outbox o
                """);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        text.append(rows.getString("line")).append('\n');
      }
    }
    return text.toString();
  }
}
