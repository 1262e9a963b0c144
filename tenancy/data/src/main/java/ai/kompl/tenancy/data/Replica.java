package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Outage;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One streaming replica: read from where it is near enough, left alone for a while where not. */
final class Replica implements AutoCloseable {
  private static final Duration REST = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofMillis(500);

  private final HikariDataSource pool;
  private final HikariDataSource ownerPool;
  private final RoleTransactions transactions;
  private final OwnerDatabase owner;
  private final AtomicLong restingUntil = new AtomicLong(System.nanoTime());
  private final Outage outage =
      new Outage(System.getLogger(Replica.class.getName()), "replica-away", InstantSource.system());

  Replica(DatabaseSettings settings, String url, StatementCount count, InstantSource clock) {
    this.pool = ConnectionPools.replica(settings, url);
    this.pool.setConnectionTimeout(CONNECT.toMillis());
    this.ownerPool = ConnectionPools.ownerReplica(settings, url);
    this.ownerPool.setConnectionTimeout(CONNECT.toMillis());
    var shares =
        new TenantShares(settings.rules().shareOf(settings.poolSize()), settings.timeout(), clock);
    this.transactions = new RoleTransactions(pool, shares, count, clock);
    this.owner = new OwnerDatabase(ownerPool);
  }

  /** The answer, unless the replica has not replayed that much, is away, or fails. */
  <T> Optional<T> read(Caller caller, LogPosition needed, StaleReads.TenantReading<T> work) {
    if (resting()) {
      return Optional.empty();
    }
    try {
      Optional<T> answer =
          transactions.run(
              caller,
              true,
              sql -> replayed(sql).covers(needed) ? Optional.of(work.run(sql)) : Optional.empty());
      outage.over();
      return answer;
    } catch (ProblemException e) {
      return primaryDecides(e);
    }
  }

  /** The same for the owner. */
  <T> Optional<T> ownerRead(LogPosition needed, OwnerDatabase.OwnerWork<T> work) {
    if (resting()) {
      return Optional.empty();
    }
    try {
      boolean there = owner.transaction(sql -> replayed(new OwnerTransaction(sql)).covers(needed));
      return there ? Optional.of(owner.transaction(work)) : Optional.empty();
    } catch (ProblemException e) {
      return primaryDecides(e);
    }
  }

  /** Whatever is wrong here, the primary either answers or gives the true reason. */
  private <T> Optional<T> primaryDecides(ProblemException e) {
    if (e.problem() == Problem.UNAVAILABLE) {
      outage.failed(e);
      restingUntil.set(System.nanoTime() + REST.toNanos());
    }
    return Optional.empty();
  }

  private boolean resting() {
    return System.nanoTime() - restingUntil.get() < 0;
  }

  /** A server that is no replica, or no longer one, has replayed nothing. */
  private static LogPosition replayed(SqlTransaction sql) {
    return sql.query(
            """
            select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text
              else '0/0' end as at
            """,
            row -> LogPosition.parse(row.string("at")))
        .getFirst();
  }

  @Override
  public void close() {
    pool.close();
    ownerPool.close();
  }
}
