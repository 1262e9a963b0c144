package ai.kompl.tenants;

import ai.kompl.kit.Resolvers;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.tenants.authority.Authority;
import ai.kompl.tenants.configuration.SecretProtection;
import ai.kompl.tenants.configuration.SettingLedger;
import ai.kompl.tenants.configuration.SettingResolvers;
import ai.kompl.tenants.configuration.SettingsInForce;
import ai.kompl.tenants.flag.FeatureFlags;

/** Joins what is agreed and decided about tenants: features and settings. */
final class TenantTerms {
  private final SubgraphServices services;
  private final SecretProtection secrets;

  TenantTerms(SubgraphServices services, SecretProtection secrets) {
    this.services = services;
    this.secrets = secrets;
  }

  Resolvers resolvers() {
    var authority = new Authority(services.platform(), services.registry());
    return Resolvers.builder()
        .addAll(new FeatureFlags(services.platform(), authority, services.clock()).resolvers())
        .addAll(settings(authority))
        .build();
  }

  private Resolvers settings(Authority authority) {
    var inForce = new SettingsInForce(services.platform(), secrets);
    var ledger = new SettingLedger(services.platform(), secrets, services.ids());
    return new SettingResolvers(services.platform(), authority, inForce, ledger).resolvers();
  }
}
