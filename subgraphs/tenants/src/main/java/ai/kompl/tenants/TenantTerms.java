package ai.kompl.tenants;

import ai.kompl.kit.Resolvers;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.tenancy.data.RetentionBook;
import ai.kompl.tenants.authority.Authority;
import ai.kompl.tenants.configuration.SecretProtection;
import ai.kompl.tenants.configuration.SettingLedger;
import ai.kompl.tenants.configuration.SettingResolvers;
import ai.kompl.tenants.configuration.SettingsInForce;
import ai.kompl.tenants.flag.FeatureFlags;
import ai.kompl.tenants.licence.LicenceResolvers;
import ai.kompl.tenants.plan.PlanResolvers;
import ai.kompl.tenants.quota.QuotaResolvers;
import ai.kompl.tenants.retention.RetentionCommands;
import ai.kompl.tenants.retention.RetentionQueries;
import ai.kompl.tenants.unit.UnitCommands;
import ai.kompl.tenants.unit.UnitQueries;

/**
 * Joins what is agreed and decided about tenants: features, settings, plans, quotas, units,
 * retention.
 */
final class TenantTerms {
  private final SubgraphServices services;
  private final SecretProtection secrets;

  TenantTerms(SubgraphServices services, SecretProtection secrets) {
    this.services = services;
    this.secrets = secrets;
  }

  Resolvers resolvers() {
    var authority = new Authority(services.platform(), services.registry());
    var book = new RetentionBook(services.clock());
    return Resolvers.builder()
        .addAll(new FeatureFlags(services.platform(), authority, services.clock()).resolvers())
        .addAll(settings(authority))
        .addAll(new PlanResolvers(services.platform(), authority, services.clock()).resolvers())
        .addAll(new LicenceResolvers(services.platform(), authority, services.ids()).resolvers())
        .addAll(new QuotaResolvers(services.tenants(), authority, services.clock()).resolvers())
        .addAll(new UnitQueries(services.tenants()).resolvers())
        .addAll(new UnitCommands(services.tenants(), authority, services.ids()).resolvers())
        .addAll(
            new RetentionQueries(services.tenants(), authority, book, DeletedRecord::of)
                .resolvers())
        .addAll(new RetentionCommands(services.tenants(), authority, book).resolvers())
        .build();
  }

  private Resolvers settings(Authority authority) {
    var inForce = new SettingsInForce(services.platform(), secrets);
    var ledger = new SettingLedger(services.platform(), secrets, services.ids());
    return new SettingResolvers(services.platform(), authority, inForce, ledger).resolvers();
  }
}
