package ai.kompl.tenants.plan;

import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserError;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenants.authority.Authority;
import ai.kompl.tenants.flag.Feature;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The catalogue of plans, and how operators keep it. */
public final class PlanResolvers {
  private static final String REFUSED = "tenants.plan.define-refused";
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final int MAX_NAME = 200;

  /** The payload of {@code definePlan}. */
  record Payload(Optional<Plan> plan, List<UserError> userErrors) {}

  private final PlatformDatabase database;
  private final Authority authority;
  private final InstantSource clock;
  private final PlanStore store = new PlanStore();

  public PlanResolvers(PlatformDatabase database, Authority authority, InstantSource clock) {
    this.database = database;
    this.authority = authority;
    this.clock = clock;
  }

  /** The resolvers of the query and the mutation. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query("plans", _ -> database.read(store::all))
        .mutation("definePlan", this::define)
        .type("Plan", Plan.class)
        .build();
  }

  private Payload define(Resolution request) {
    Caller caller = request.caller();
    authority.requireOperator(caller, REFUSED);
    Plan wanted = plan(request.input());
    Plan kept =
        database.write(tx -> {
          store.keep(tx, wanted, clock.instant(), caller.actor());
          tx.audit(
              caller,
              AuditEntry.change(
                  "tenants.plan.defined",
                  "Tenant",
                  Authority.globalId(caller.tenant()),
                  "{\"plan\":\"" + wanted.key() + "\"}"));
          return store.all(tx).stream()
              .filter(plan -> plan.key().equals(wanted.key()))
              .findFirst()
              .orElseThrow();
        });
    return new Payload(Optional.of(kept), List.of());
  }

  private static Plan plan(Input input) {
    String key = input.string("key");
    if (!KEY.matcher(key).matches()) {
      throw input.invalid("key", "must be 1 to 40 lower-case letters, digits and hyphens");
    }
    List<String> features = input.strings("features").stream().distinct().toList();
    if (!features.stream().allMatch(feature -> Feature.of(feature).isPresent())) {
      throw input.invalid("features", "names a feature that there is not");
    }
    return new Plan(key, input.text("name", MAX_NAME), limits(input), features, 1);
  }

  private static List<Plan.Limit> limits(Input input) {
    var seen = EnumSet.noneOf(Quota.class);
    var limits = new ArrayList<Plan.Limit>();
    for (Input one : input.objects("limits")) {
      Quota resource = Quota.valueOf(one.string("resource"));
      long limit = one.bigInteger("limit");
      if (!seen.add(resource)) {
        throw one.invalid("resource", "is named twice");
      }
      if (!resource.isCounted()) {
        throw one.invalid("resource", "cannot be limited: nothing counts it yet");
      }
      if (limit < 0) {
        throw one.invalid("limit", "must not be negative");
      }
      limits.add(new Plan.Limit(resource, limit));
    }
    return limits;
  }
}
