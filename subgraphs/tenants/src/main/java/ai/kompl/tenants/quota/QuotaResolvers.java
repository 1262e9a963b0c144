package ai.kompl.tenants.quota;

import ai.kompl.kit.Resolvers;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.data.QuotaUse;
import ai.kompl.tenancy.data.TenantDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The query of a tenant's own quotas. */
public final class QuotaResolvers {
  /** A quota as clients see it, see the schema. */
  public record OwnQuota(
      Quota resource,
      Optional<Long> limit,
      long used,
      Optional<Long> remaining,
      Optional<Instant> resetsAt) {
    static OwnQuota of(QuotaUse use) {
      return new OwnQuota(
          use.quota(),
          use.ceiling(),
          use.used(),
          use.ceiling().map(ceiling -> Math.max(0, ceiling - use.used())),
          use.resetsAt());
    }
  }

  private final TenantDatabase database;

  public QuotaResolvers(TenantDatabase database) {
    this.database = database;
  }

  /** The resolvers of the query. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("quotas", request -> all(database.read(request.caller(), tx -> tx.quotas().all())))
        .type("Quota", OwnQuota.class)
        .build();
  }

  private static List<OwnQuota> all(List<QuotaUse> uses) {
    return uses.stream().map(OwnQuota::of).toList();
  }
}
