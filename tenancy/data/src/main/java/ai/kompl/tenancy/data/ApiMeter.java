package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Outage;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.access.Access;
import ai.kompl.tenancy.caller.access.AccessJournal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the operations that people and machine accounts ask for, and refuses those whose tenant
 * has used up its plan. Counts are gathered in memory and added to the tenants' use every few
 * seconds, by one statement for all; those of a process that is killed are lost. So the limit is
 * kept to what all processes take in within a few seconds, and asking costs no statement of its
 * own.
 */
final class ApiMeter implements AccessJournal, AutoCloseable {
  /** Under which name its statements are counted. */
  static final String WORKER = "api.meter";

  /** How old the knowledge of a tenant's plan and use may be. */
  private static final Duration AGE = Duration.ofSeconds(10);

  private static final int MOST = 10_000;

  private final AccessJournal journal;
  private final RoleTransactions transactions;
  private final InstantSource clock;
  private final Rounds rounds;
  private final Outage unwritten;
  private final Outage unknown;
  private final Map<TenantId, Known> known = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private Map<Period, Long> gathered = new HashMap<>();

  /** A meter that has not begun, in front of a journal that is told of everything. */
  ApiMeter(
      AccessJournal journal, RoleTransactions transactions, InstantSource clock, Duration rhythm) {
    this.journal = journal;
    this.transactions = transactions;
    this.clock = clock;
    this.rounds = new Rounds("api-meter", rhythm, this::write);
    var log = System.getLogger(ApiMeter.class.getName());
    this.unwritten = new Outage(log, "api-use-not-written", clock);
    this.unknown = new Outage(log, "api-use-not-known", clock);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void add(Caller caller, Access access) {
    journal.add(caller, access);
    boolean asked = access.kind() == Access.Kind.REQUEST && !access.outcome().equals("REFUSED");
    if (asked && isMetered(caller)) {
      gather(Map.of(period(caller.tenant()), 1L));
    }
  }

  @Override
  public void requireRoom(Caller caller) {
    if (!isMetered(caller)) {
      return;
    }
    TenantId tenant = caller.tenant();
    QuotaUse use = use(tenant).orElse(null);
    if (use == null || use.ceiling().isEmpty()) {
      return;
    }
    QuotaUse now = use.plus(gathered(period(tenant)));
    if (now.used() >= use.ceiling().get()) {
      throw now.exceededBy(1);
    }
  }

  /** Whoever works for the platform is not counted. */
  private static boolean isMetered(Caller caller) {
    return caller.kind() == CallerKind.USER || caller.kind() == CallerKind.SERVICE_ACCOUNT;
  }

  private Period period(TenantId tenant) {
    return new Period(tenant, Quota.API_CALLS.periodStart(clock.instant()));
  }

  private long gathered(Period period) {
    lock.lock();
    try {
      return gathered.getOrDefault(period, 0L);
    } finally {
      lock.unlock();
    }
  }

  private void gather(Map<Period, Long> more) {
    lock.lock();
    try {
      more.forEach((period, calls) -> gathered.merge(period, calls, Long::sum));
    } finally {
      lock.unlock();
    }
  }

  private Map<Period, Long> take() {
    lock.lock();
    try {
      Map<Period, Long> taken = gathered;
      gathered = new HashMap<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** The use that the database knows of; empty when it cannot be asked, which stops nobody. */
  private Optional<QuotaUse> use(TenantId tenant) {
    Instant now = clock.instant();
    Known last = known.get(tenant);
    if (last != null && last.of().equals(period(tenant)) && now.isBefore(last.asked().plus(AGE))) {
      return last.use();
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    var fresh = new Known(ask(tenant), period(tenant), now);
    known.put(tenant, fresh);
    return fresh.use();
  }

  private Optional<QuotaUse> ask(TenantId tenant) {
    try {
      List<QuotaUse> all =
          transactions.run(
              WORKER,
              DatabaseRole.PLATFORM,
              true,
              sql -> new TenantQuotas(sql, tenant, clock).all());
      unknown.over();
      return all.stream().filter(use -> use.quota() == Quota.API_CALLS).findFirst();
    } catch (ProblemException e) {
      unknown.failed(e);
      return Optional.empty();
    }
  }

  /** Adds all that has been gathered to the tenants' use; what cannot be added stays. */
  private void write() {
    Map<Period, Long> taken = take();
    if (taken.isEmpty()) {
      return;
    }
    try {
      add(taken);
      taken.keySet().forEach(period -> known.remove(period.tenant()));
      unwritten.over();
    } catch (ProblemException e) {
      unwritten.failed(e);
      gather(taken);
    }
  }

  private void add(Map<Period, Long> taken) {
    List<Map.Entry<Period, Long>> all = List.copyOf(taken.entrySet());
    int _ =
        transactions.run(
            WORKER,
            DatabaseRole.PLATFORM,
            false,
            sql ->
                // In one order, so that no two processes wait for each other; a tenant that is
                // being purged leaves nothing behind any more.
                sql.update(
                    """
                    insert into private.quota_use as held (tenant, resource, period_start, used)
                    select u.tenant, ?, u.start, u.calls
                    from unnest(cast(? as text[]), cast(? as timestamptz[]), cast(? as bigint[]))
                      as u (tenant, start, calls)
                    join public.tenants_tenant t
                      on t.id = u.tenant and t.state not in ('PURGING', 'PURGED')
                    order by u.tenant, u.start
                    on conflict (tenant, resource, period_start) do update
                    set used = held.used + excluded.used
                    """,
                    Quota.API_CALLS,
                    all.stream().map(one -> one.getKey().tenant()).toList(),
                    all.stream().map(one -> one.getKey().start()).toList(),
                    all.stream().map(Map.Entry::getValue).toList()));
  }

  /** Writes what is left. */
  @Override
  public void close() {
    rounds.close();
    write();
  }

  private record Period(TenantId tenant, Instant start) {}

  private record Known(Optional<QuotaUse> use, Period of, Instant asked) {}
}
