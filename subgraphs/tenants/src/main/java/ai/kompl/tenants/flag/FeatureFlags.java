package ai.kompl.tenants.flag;

import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserError;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenancy.data.PlatformTransaction;
import ai.kompl.tenancy.events.EventDraft;
import ai.kompl.tenants.authority.Authority;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Answers which features a tenant has, and decides it. */
public final class FeatureFlags {
  private static final String REFUSED = "tenants.feature-flag.set-refused";
  private static final int MAX_KEY = 100;
  private static final int MAX_REASON = 1_000;

  /** The payload of {@code setFeatureFlag}. */
  record Payload(Optional<FeatureFlag> featureFlag, List<UserError> userErrors) {}

  private final PlatformDatabase database;
  private final Authority authority;
  private final InstantSource clock;
  private final FlagStore store = new FlagStore();

  /** Flags in that database. */
  public FeatureFlags(PlatformDatabase database, Authority authority, InstantSource clock) {
    this.database = database;
    this.authority = authority;
    this.clock = clock;
  }

  /** The resolvers of the query and the mutation. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("featureFlags", request -> of(request.caller().tenant()))
        .mutation("setFeatureFlag", this::set)
        .type("FeatureFlag", FeatureFlag.class)
        .build();
  }

  /** All features, and whether the tenant has them; one statement. */
  public List<FeatureFlag> of(TenantId tenant) {
    return resolved(database.read(tx -> store.decisions(tx, tenant, clock.instant())));
  }

  /** Whether the tenant has the feature; one statement. */
  public boolean enabled(TenantId tenant, Feature feature) {
    return of(tenant).stream().anyMatch(flag -> flag.feature() == feature && flag.enabled());
  }

  private static List<FeatureFlag> resolved(List<FlagStore.Decision> decisions) {
    return Arrays.stream(Feature.values()).map(feature -> resolved(feature, decisions)).toList();
  }

  private static FeatureFlag resolved(Feature feature, List<FlagStore.Decision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.key().equals(feature.key()))
        .min(Comparator.comparing(FlagStore.Decision::level))
        .map(nearest -> new FeatureFlag(feature, nearest.enabled(), nearest.level()))
        .orElseGet(() -> new FeatureFlag(feature, feature.byDefault(), FlagLevel.DEFAULT));
  }

  private Payload set(Resolution request) {
    Caller caller = request.caller();
    Input input = request.input();
    boolean everywhere = input.bool("everywhere", false);
    if (everywhere) {
      authority.requireOperator(caller, REFUSED);
    } else {
      authority.requireAdmin(caller, REFUSED);
    }
    TenantId tenant = authority.meant(caller, input.optionalString("tenant"), REFUSED);
    Feature feature = feature(input);
    if (!feature.adminsDecide()) {
      authority.requireOperator(caller, REFUSED);
    }
    var change =
        new Change(
            feature,
            input.optionalBool("enabled"),
            input.optionalText("reason", MAX_REASON),
            Authority.within(caller, tenant));
    return new Payload(Optional.of(decide(change, everywhere)), List.of());
  }

  private static Feature feature(Input input) {
    return Feature.of(input.text("key", MAX_KEY))
        .orElseThrow(
            () -> input.invalid("key", "names no feature; the query featureFlags lists them all"));
  }

  private FeatureFlag decide(Change change, boolean everywhere) {
    TenantId tenant = change.by().tenant();
    return database.write(tx -> {
      int changed = everywhere ? forAll(tx, change) : forTenant(tx, change);
      if (changed > 0) {
        tell(tx, change, everywhere);
      }
      return resolved(change.feature(), store.decisions(tx, tenant, clock.instant()));
    });
  }

  private int forTenant(PlatformTransaction tx, Change change) {
    TenantId tenant = change.by().tenant();
    var act = new FlagStore.Act(clock.instant(), change.by());
    return change
        .enabled()
        .map(enabled -> store.decideForTenant(tx, tenant, change.feature(), enabled, act))
        .orElseGet(() -> store.forgetForTenant(tx, tenant, change.feature()));
  }

  private int forAll(PlatformTransaction tx, Change change) {
    var act = new FlagStore.Act(clock.instant(), change.by());
    return change
        .enabled()
        .map(enabled -> store.decideForAll(tx, change.feature(), enabled, act))
        .orElseGet(() -> store.forgetForAll(tx, change.feature()));
  }

  private static void tell(PlatformTransaction tx, Change change, boolean everywhere) {
    String subject = Authority.globalId(change.by().tenant());
    String details =
        "{\"key\":\"%s\",\"level\":\"%s\",\"enabled\":%s}"
            .formatted(
                change.feature().key(),
                everywhere ? FlagLevel.PLATFORM : FlagLevel.TENANT,
                change.enabled().map(Object::toString).orElse("null"));
    var entry = AuditEntry.change("tenants.feature-flag.set", "Tenant", subject, details);
    tx.audit(change.by(), change.reason().map(entry::because).orElse(entry));
    tx.publish(
        change.by().tenant(),
        new EventDraft("tenants.feature-flag.set", "Tenant", subject, details));
  }

  /**
   * A decision to be made.
   *
   * @param enabled empty takes the decision back
   * @param by who, acting for the tenant meant
   */
  private record Change(
      Feature feature, Optional<Boolean> enabled, Optional<String> reason, Caller by) {}
}
