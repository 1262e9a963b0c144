package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.events.EventDraft;
import com.google.errorprone.annotations.CompileTimeConstant;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tenant transactions under the tenant's role. */
final class RoleTenantDatabase implements TenantDatabase {
  private final RoleTransactions transactions;
  private final CommitSignal committed;
  private final InstantSource clock;
  private final TenantGate gate;

  RoleTenantDatabase(
      RoleTransactions transactions, CommitSignal committed, InstantSource clock, TenantGate gate) {
    this.gate = gate;
    this.transactions = transactions;
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
  public <T> T write(Caller caller, TenantWork<T> work) {
    gate.pass(caller.tenant());
    var pending = new PendingWrites(clock);
    T result =
        transactions.run(
            caller,
            false,
            transaction -> {
              T value = work.run(new Writing(caller, transaction, pending, clock));
              pending.flush(transaction);
              return value;
            });
    committed.after(pending);
    return result;
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
