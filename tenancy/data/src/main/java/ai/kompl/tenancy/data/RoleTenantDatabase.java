package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.EventDraft;
import com.google.errorprone.annotations.CompileTimeConstant;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tenant transactions under the tenant's role. */
final class RoleTenantDatabase implements TenantDatabase {
  private final RoleTransactions transactions;
  private final CommitSignal committed;
  private final InstantSource clock;
  private final TenantGate gate;
  private final WriteGate writing;
  private final StaleReads replicas;
  private final Supplier<ChangeWatch> watch;

  RoleTenantDatabase(Ways ways, CommitSignal committed, InstantSource clock, Gates gates) {
    this(ways, committed, clock, gates, () -> ChangeWatch.NONE);
  }

  /** With somebody who is told of changes. */
  RoleTenantDatabase(
      Ways ways,
      CommitSignal committed,
      InstantSource clock,
      Gates gates,
      Supplier<ChangeWatch> watch) {
    this.gate = gates.tenant();
    this.writing = gates.writing();
    this.watch = watch;
    this.transactions = ways.primary();
    this.replicas = ways.replicas();
    this.committed = committed;
    this.clock = clock;
  }

  @Override
  public <T> T read(Caller caller, TenantWork<T> work) {
    gate.pass(caller.tenant());
    return transactions.run(
        caller, true, transaction -> work.run(new Reading(caller, transaction, clock)));
  }

  @Override
  public <T> T readStale(Caller caller, Duration maxLag, TenantWork<T> work) {
    gate.pass(caller.tenant());
    return replicas
        .read(caller, maxLag, transaction -> work.run(new Reading(caller, transaction, clock)))
        .orElseGet(() -> read(caller, work));
  }

  @Override
  public <T> T write(Caller caller, TenantWork<T> work) {
    writing.pass(caller);
    return change(caller, work);
  }

  @Override
  public void record(Caller caller, AuditEntry entry) {
    boolean _ =
        change(
            caller,
            transaction -> {
              transaction.audit(entry);
              return true;
            });
  }

  private <T> T change(Caller caller, TenantWork<T> work) {
    gate.pass(caller.tenant());
    var pending = new PendingWrites(clock);
    var watched = new Watching(watch.get(), caller.tenant());
    boolean done = false;
    try {
      T result = committed(caller, work, pending, watched);
      done = true;
      watched.committed();
      return result;
    } finally {
      if (done) {
        committed.after(pending);
      } else {
        watched.givenUp();
      }
    }
  }

  private <T> T committed(
      Caller caller, TenantWork<T> work, PendingWrites pending, Watching watched) {
    try {
      return transactions.run(
          caller,
          false,
          transaction -> {
            T value = work.run(new Writing(caller, transaction, pending, clock));
            pending.flush(transaction);
            watched.begin(pending);
            return value;
          });
    } finally {
      // Also when it is not known whether the commit happened.
      replicas.written(caller);
    }
  }

  /** The ways to the tables: for everything, and for what may be a little old. */
  record Ways(RoleTransactions primary, StaleReads replicas) {}

  /**
   * What must be passed before anything is done.
   *
   * @param tenant for all that touches the tenant's tables
   * @param writing for all that changes them
   */
  record Gates(TenantGate tenant, WriteGate writing) {}

  /** The watch over one change; there is none where nothing is stated. */
  private static final class Watching {
    private final ChangeWatch watch;
    private final TenantId tenant;
    private ChangeWatch.Watched watched = ChangeWatch.Watched.NOTHING;

    Watching(ChangeWatch watch, TenantId tenant) {
      this.watch = watch;
      this.tenant = tenant;
    }

    void begin(PendingWrites pending) {
      if (pending.hasEvents()) {
        watched = watch.before(tenant, pending.stated());
      }
    }

    void committed() {
      watched.committed();
    }

    void givenUp() {
      watched.givenUp();
    }
  }

  private static sealed class Reading implements TenantTransaction {
    private final Caller caller;
    private final SqlTransaction sql;
    private final InstantSource clock;

    Reading(Caller caller, SqlTransaction sql, InstantSource clock) {
      this.caller = caller;
      this.sql = sql;
      this.clock = clock;
    }

    @Override
    public <T> List<T> query(
        @CompileTimeConstant String text, RowReader<T> reader, @Nullable Object... parameters) {
      return sql.query(text, reader, parameters);
    }

    @Override
    public <T> Optional<T> one(
        @CompileTimeConstant String text, RowReader<T> reader, @Nullable Object... parameters) {
      return sql.one(text, reader, parameters);
    }

    @Override
    public int update(@CompileTimeConstant String text, @Nullable Object... parameters) {
      return sql.update(text, parameters);
    }

    @Override
    public void audit(AuditEntry entry) {
      throw readOnly();
    }

    @Override
    public void publish(EventDraft event) {
      throw readOnly();
    }

    @Override
    public UUID schedule(String kind, String payloadJson, Duration delay) {
      throw readOnly();
    }

    @Override
    public DeletionRecords deletions() {
      return new TenantDeletions(sql, caller, clock);
    }

    @Override
    public Quotas quotas() {
      return new TenantQuotas(sql, caller.tenant(), clock);
    }

    @Override
    public Caller caller() {
      return caller;
    }

    private static IllegalStateException readOnly() {
      return new IllegalStateException("this transaction only reads");
    }
  }

  private static final class Writing extends Reading {
    private final PendingWrites pending;

    Writing(Caller caller, SqlTransaction sql, PendingWrites pending, InstantSource clock) {
      super(caller, sql, clock);
      this.pending = pending;
    }

    @Override
    public void audit(AuditEntry entry) {
      pending.audit(caller(), entry);
    }

    @Override
    public void publish(EventDraft event) {
      pending.publish(caller().tenant(), event);
    }

    @Override
    public UUID schedule(String kind, String payloadJson, Duration delay) {
      return pending.schedule(caller(), kind, payloadJson, delay);
    }
  }
}
