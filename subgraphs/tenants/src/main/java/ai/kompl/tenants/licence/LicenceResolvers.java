package ai.kompl.tenants.licence;

import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserError;
import ai.kompl.kit.UuidSource;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenancy.events.EventDraft;
import ai.kompl.tenants.authority.Authority;
import ai.kompl.tenants.plan.PlanStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The caller's own licence, and how operators grant one. */
public final class LicenceResolvers {
  private static final String REFUSED = "tenants.licence.grant-refused";
  private static final String GRANTED = "tenants.licence.granted";
  private static final int MAX_KEY = 40;
  private static final int MAX_REASON = 1_000;
  private static final int MOST_GRACE_DAYS = 365;
  private static final int USUAL_GRACE_DAYS = 14;

  /** The payload of {@code grantLicence}. */
  record Payload(Optional<Licence> licence, List<UserError> userErrors) {}

  private final PlatformDatabase database;
  private final Authority authority;
  private final UuidSource ids;
  private final PlanStore plans = new PlanStore();
  private final LicenceStore store = new LicenceStore();

  public LicenceResolvers(PlatformDatabase database, Authority authority, UuidSource ids) {
    this.database = database;
    this.authority = authority;
    this.ids = ids;
  }

  /** The resolvers of the query and the mutation. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("licence", this::own)
        .mutation("grantLicence", this::grant)
        .type("Licence", Licence.class)
        .build();
  }

  private Optional<Licence> own(Resolution request) {
    TenantId tenant = request.caller().tenant();
    return database.read(tx -> store.inForce(tx, tenant, ids.clock().instant()));
  }

  private Payload grant(Resolution request) {
    Caller caller = request.caller();
    authority.requireOperator(caller, REFUSED);
    Input input = request.input();
    TenantId tenant = authority.meant(caller, Optional.of(input.string("tenant")), REFUSED);
    Instant now = ids.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Licence licence = licence(input, now);
    Optional<String> reason = input.optionalText("reason", MAX_REASON);
    String details =
        "{\"plan\":\"%s\",\"expiresAt\":\"%s\"}".formatted(licence.plan(), licence.expiresAt());
    var subject = Authority.globalId(tenant);
    var entry = AuditEntry.change(GRANTED, "Tenant", subject, details);
    Caller within = Authority.within(caller, tenant);
    database.write(tx -> {
      if (!plans.exists(tx, licence.plan())) {
        throw input.invalid("plan", "names no plan; the query plans lists them all");
      }
      store.insert(tx, tenant, licence, now, caller.actor());
      tx.audit(within, reason.map(entry::because).orElse(entry));
      tx.publish(tenant, new EventDraft(GRANTED, "Tenant", subject, details));
      return true;
    });
    return new Payload(Optional.of(licence), List.of());
  }

  private Licence licence(Input input, Instant now) {
    Instant starts = input.instant("startsAt").orElse(now).truncatedTo(ChronoUnit.MICROS);
    Instant expires = input.instant("expiresAt").orElseThrow().truncatedTo(ChronoUnit.MICROS);
    if (!starts.isBefore(expires)) {
      throw input.invalid("expiresAt", "must be after the start");
    }
    int days = input.optionalInteger("graceDays").orElse(USUAL_GRACE_DAYS);
    if (days < 0 || days > MOST_GRACE_DAYS) {
      throw input.invalid("graceDays", "must be 0 to " + MOST_GRACE_DAYS);
    }
    Instant readOnly = expires.plus(Duration.ofDays(days));
    return new Licence(
        ids.next(),
        input.text("plan", MAX_KEY),
        starts,
        expires,
        readOnly,
        Licence.stateAt(now, expires, readOnly));
  }
}
