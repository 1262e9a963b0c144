package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps people from changing anything of a tenant whose licence is over. When that will be is known
 * beforehand, so it is asked for seldom and yet never missed; a licence granted or ended meanwhile
 * is known after a few seconds.
 */
final class LicenceGate implements WriteGate {
  /** Under which name its statements are counted. */
  private static final String WORKER = "licence.gate";

  /** How old the knowledge of a licence may be. */
  static final Duration AGE = Duration.ofSeconds(10);

  private static final int MOST = 10_000;

  private final RoleTransactions transactions;
  private final InstantSource clock;
  private final Map<TenantId, Known> known = new ConcurrentHashMap<>();

  LicenceGate(RoleTransactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Lets whoever works for the platform pass, and people as long as the licence allows.
   *
   * @throws ProblemException LICENCE_EXPIRED
   */
  @Override
  public void pass(Caller caller) {
    boolean person =
        caller.kind() == CallerKind.USER || caller.kind() == CallerKind.SERVICE_ACCOUNT;
    if (person && readOnlyAt(caller.tenant()).compareTo(clock.instant()) <= 0) {
      throw new ProblemException(Problem.LICENCE_EXPIRED);
    }
  }

  private Instant readOnlyAt(TenantId tenant) {
    Instant now = clock.instant();
    Known last = known.get(tenant);
    if (last != null && now.isBefore(last.asked().plus(AGE))) {
      return last.readOnlyAt();
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    var fresh = new Known(ask(tenant, now), now);
    known.put(tenant, fresh);
    return fresh.readOnlyAt();
  }

  private Instant ask(TenantId tenant, Instant now) {
    return transactions.run(
        WORKER,
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.one(
                    """
                    select read_only_at from private.licences
                    where tenant = ? and starts_at <= ? and ended_at is null
                    order by starts_at desc, granted_at desc limit 1
                    """,
                    row -> row.instant("read_only_at"),
                    tenant,
                    now)
                .orElse(Instant.MAX));
  }

  /**
   * What was found when.
   *
   * @param readOnlyAt the end of grace; far away for who has no licence
   */
  private record Known(Instant readOnlyAt, Instant asked) {}
}
