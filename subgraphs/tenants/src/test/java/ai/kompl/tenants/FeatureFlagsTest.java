package ai.kompl.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.data.Tenant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeatureFlagsTest {
  private static final String FLAGS = "{ featureFlags { key enabled decidedBy } }";
  private static final String SET =
      """
      mutation ($input: SetFeatureFlagInput!) {
        setFeatureFlag(input: $input) {
          featureFlag { key enabled decidedBy }
          userErrors { code path }
        }
      }
      """;
  private static final String AI = "ai.suggestions";

  private final TimedTenants product = new TimedTenants();
  private final Tenant acme = product.provision("acme");
  private final Tenant globex = product.provision("globex");

  @AfterAll
  void close() {
    product.close();
  }

  @Test
  void whatIsDecidedForATenantGoesBeforeThePlatformAndThatBeforeTheDefault() {
    var operator = TimedTenants.operator(acme);
    String key = "identity.single-sign-on";
    assertThat(flagOf(globex, key)).isEqualTo("enabled=false, decidedBy=DEFAULT");

    product.change(operator, SET, Map.of("key", key, "enabled", true, "everywhere", true)).text();
    assertThat(flagOf(globex, key)).isEqualTo("enabled=true, decidedBy=PLATFORM");

    product.change(operator, SET, Map.of("key", key, "enabled", false, "tenant", "globex")).text();
    assertThat(flagOf(globex, key)).isEqualTo("enabled=false, decidedBy=TENANT");
    assertThat(flagOf(acme, key)).isEqualTo("enabled=true, decidedBy=PLATFORM");

    product.change(operator, SET, unset(key, "globex")).text();
    assertThat(flagOf(globex, key)).isEqualTo("enabled=true, decidedBy=PLATFORM");
  }

  @Test
  void anAdminDecidesForTheOwnOrganizationOnlyAndOnlyWhereAdminsMay() {
    Tenant mine = product.provision("mine");
    var admin = TimedTenants.admin(mine);

    assertThat(product.change(admin, SET, Map.of("key", AI, "enabled", true)).text())
        .contains("enabled=true, decidedBy=TENANT", "userErrors=[]");
    assertThat(flagOf(acme, AI)).isEqualTo("enabled=false, decidedBy=DEFAULT");
    assertThat(
            product
                .change(admin, SET, Map.of("key", AI, "enabled", true, "tenant", "acme"))
                .codes())
        .containsExactly("FORBIDDEN");
    assertThat(
            product
                .change(admin, SET, Map.of("key", AI, "enabled", true, "everywhere", true))
                .codes())
        .containsExactly("FORBIDDEN");
    assertThat(product.change(admin, SET, Map.of("key", "audit.export", "enabled", false)).codes())
        .containsExactly("FORBIDDEN");
    assertThat(product.trail(mine))
        .containsExactly(
            "tenants.tenant.provisioned",
            "tenants.feature-flag.set",
            "tenants.feature-flag.set-refused",
            "tenants.feature-flag.set-refused",
            "tenants.feature-flag.set-refused");
  }

  @Test
  void anOperatorsDecisionForATenantIsInThatTenantsTrail() {
    Tenant theirs = product.provision("theirs");

    product
        .change(
            TimedTenants.operator(acme),
            SET,
            Map.of("key", AI, "enabled", true, "tenant", "theirs", "reason", "pilot"))
        .text();

    assertThat(product.trail(theirs)).endsWith("tenants.feature-flag.set");
  }

  @Test
  void anUnknownFeatureOrTenantIsAUserErrorWithItsPlace() {
    var operator = TimedTenants.operator(acme);

    assertThat(product.change(operator, SET, Map.of("key", "no.such", "enabled", true)).text())
        .contains("featureFlag=null", "code=VALIDATION_FAILED, path=[key]");
    assertThat(
            product
                .change(operator, SET, Map.of("key", AI, "enabled", true, "tenant", "nobody"))
                .text())
        .contains("featureFlag=null", "code=NOT_FOUND, path=[tenant]");
  }

  private String flagOf(Tenant tenant, String key) {
    String all = product.ask(TimedTenants.user(tenant), FLAGS).text();
    int from = all.indexOf("{key=" + key + ", ") + key.length() + 7;
    return all.substring(from, all.indexOf('}', from));
  }

  private static Map<String, @Nullable Object> unset(String key, String slug) {
    var input = new HashMap<String, @Nullable Object>();
    input.put("key", key);
    input.put("enabled", null);
    input.put("tenant", slug);
    return input;
  }
}
