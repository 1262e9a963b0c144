package ai.kompl.tenancy.data;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Which processes gather segments, and which of them have died at it. */
final class SegmentWriters {
  /** Longer than a stopped process or a slow database usually takes. */
  private static final Duration SIGN_HOLDS = Duration.ofMinutes(2);

  private final RoleTransactions transactions;
  private final TenantDatabase database;

  SegmentWriters(RoleTransactions transactions, TenantDatabase database) {
    this.transactions = transactions;
    this.database = database;
  }

  /** Says that a process is there and gathers. */
  void alive(UUID writer) {
    transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql ->
            sql.update(
                """
                insert into private.audit_writers (id, alive_until)
                values (?, now() + ? * interval '1 second')
                on conflict (id) do update set alive_until = excluded.alive_until, ended_at = null
                """,
                writer,
                SIGN_HOLDS.toSeconds()));
  }

  /** Says that a process has ended and has written all that it had gathered. */
  void ended(UUID writer) {
    transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql ->
            sql.update("update private.audit_writers set ended_at = now() where id = ?", writer));
  }

  /**
   * Tells the trails concerned of every process that has died.
   *
   * @return how many had
   */
  int tellOfTheDead() {
    return transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql -> {
          List<Dead> dead =
              sql.query(
                  """
                  select id, alive_until from private.audit_writers
                  where ended_at is null and alive_until < now() order by id
                  for update skip locked
                  """,
                  row -> new Dead(row.uuid("id"), row.instant("alive_until")));
          dead.forEach(one -> tell(sql, one));
          return dead.size();
        });
  }

  private void tell(SqlTransaction sql, Dead dead) {
    AuditSegments.servedBy(sql, dead.writer(), dead.lastSign())
        .forEach(tenant ->
            database.write(
                AuditSegments.writer(tenant, dead.writer()),
                transaction -> {
                  AuditSegments.tellOfEnd(transaction, dead.writer(), dead.lastSign());
                  return true;
                }));
    sql.update("update private.audit_writers set ended_at = now() where id = ?", dead.writer());
  }

  private record Dead(UUID writer, Instant lastSign) {}
}
