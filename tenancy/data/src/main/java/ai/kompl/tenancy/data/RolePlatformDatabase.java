package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.EventDraft;
import com.google.errorprone.annotations.CompileTimeConstant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Transactions on shared tables under a subgraph's role. */
final class RolePlatformDatabase implements PlatformDatabase {
  private final RoleTransactions transactions;
  private final DatabaseRole role;
  private final CommitSignal committed;
  private final InstantSource clock;

  RolePlatformDatabase(
      RoleTransactions transactions,
      DatabaseRole role,
      CommitSignal committed,
      InstantSource clock) {
    this.transactions = transactions;
    this.role = role;
    this.committed = committed;
    this.clock = clock;
  }

  @Override
  public <T> T read(PlatformWork<T> work) {
    return transactions.run(
        role, true, transaction -> work.run(new Session(transaction, clock, Optional.empty())));
  }

  @Override
  public <T> T write(PlatformWork<T> work) {
    var pending = new PendingWrites(clock);
    T result =
        transactions.run(
            role,
            false,
            transaction -> {
              T value = work.run(new Session(transaction, clock, Optional.of(pending)));
              pending.flush(transaction);
              return value;
            });
    committed.after(pending);
    return result;
  }

  /**
   * One transaction.
   *
   * @param pending absent when it only reads
   */
  private record Session(SqlTransaction sql, InstantSource clock, Optional<PendingWrites> pending)
      implements PlatformTransaction {
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
    public Map<String, String> callerAttributes(TenantId tenant, UUID person) {
      return sql
          .query(
              """
              select name, value from private.caller_attributes where tenant = ? and subject = ?
              """,
              row -> Map.entry(row.string("name"), row.string("value")),
              tenant,
              person)
          .stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Quotas quotas(TenantId tenant) {
      return new TenantQuotas(sql, tenant, clock);
    }

    @Override
    public void audit(Caller caller, AuditEntry entry) {
      writes().audit(caller, entry);
    }

    @Override
    public void publish(TenantId tenant, EventDraft event) {
      writes().publish(tenant, event);
    }

    private PendingWrites writes() {
      return pending.orElseThrow(() -> new IllegalStateException("this transaction only reads"));
    }
  }
}
