package ai.kompl.tenants.quota;

import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.data.QuotaUse;
import ai.kompl.tenancy.data.Quotas;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenants.authority.Authority;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The queries of what a tenant may use and has used. */
public final class QuotaResolvers {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration MOST = Duration.ofDays(1_096);

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

  /** What was used of something, see the schema. */
  public record Usage(
      Quota resource,
      Optional<Instant> periodStart,
      Optional<Instant> periodEnd,
      long used,
      Optional<Long> limit) {
    static Usage of(QuotaUse use) {
      return new Usage(use.quota(), use.since(), use.resetsAt(), use.used(), use.ceiling());
    }
  }

  private final TenantDatabase database;
  private final Authority authority;
  private final InstantSource clock;

  public QuotaResolvers(TenantDatabase database, Authority authority, InstantSource clock) {
    this.database = database;
    this.authority = authority;
    this.clock = clock;
  }

  /** The resolvers of the queries. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("quotas", request -> all(database.read(request.caller(), tx -> tx.quotas().all())))
        .query("usage", this::usage)
        .type("Quota", OwnQuota.class)
        .type("Usage", Usage.class)
        .build();
  }

  private static List<OwnQuota> all(List<QuotaUse> uses) {
    return uses.stream().filter(use -> use.quota().isCounted()).map(OwnQuota::of).toList();
  }

  private List<Usage> usage(Resolution request) {
    authority.requireAdmin(request.caller(), "tenants.usage.read-refused");
    Input arguments = request.arguments();
    Instant until = arguments.instant("until").orElseGet(clock::instant);
    Instant from = arguments.instant("from").orElse(until.minus(YEAR));
    if (!from.isBefore(until)) {
      throw arguments.invalid("from", "must be before until");
    }
    if (from.isBefore(until.minus(MOST))) {
      throw arguments.invalid("from", "must be at most " + MOST.toDays() + " days before until");
    }
    return database.read(request.caller(), tx -> usage(tx.quotas(), from, until));
  }

  private static List<Usage> usage(Quotas quotas, Instant from, Instant until) {
    return Stream.concat(
            quotas.all().stream().filter(use -> !use.quota().monthly()),
            quotas.monthly(from, until).stream())
        .filter(use -> use.quota().isCounted())
        .map(Usage::of)
        .toList();
  }
}
