package ai.kompl.tenancy.data;

import ai.kompl.tenancy.cache.CacheEpochs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The cache's epoch in the database. On the owner's connections, of which no change holds one: who
 * has to suspend the cache before it commits must not wait for others that wait for the same.
 */
final class StoredCacheEpochs implements CacheEpochs {
  private final OwnerDatabase owner;

  StoredCacheEpochs(OwnerDatabase owner) {
    this.owner = owner;
  }

  @Override
  public Look look() {
    return alone(sql ->
        sql.query(
                "select epoch, suspended_until > clock_timestamp() as suspended from private.cache_epoch",
                row -> new Look(row.bigInteger("epoch"), row.bool("suspended")))
            .getFirst());
  }

  @Override
  public boolean suspend(Duration time) {
    // The row's lock makes one of two that begin at once the first. No epoch comes twice, also
    // where
    // the database was brought back to an earlier moment: they follow the clock.
    return alone(sql ->
        sql.query(
                """
                update private.cache_epoch now set
                  epoch = case when was.suspended then was.epoch
                    else greatest(was.epoch + 1, cast(extract(epoch from clock_timestamp()) * 1000 as bigint)) end,
                  suspended_until =
                    greatest(now.suspended_until, clock_timestamp() + ? * interval '1 millisecond')
                from (select epoch, suspended_until > clock_timestamp() as suspended
                  from private.cache_epoch for update) was
                returning not was.suspended as begun
                """,
                row -> row.bool("begun"),
                time.toMillis())
            .getFirst());
  }

  /** One statement that commits by itself: nothing else belongs to it. */
  private <T> T alone(OwnerDatabase.OwnerWork<T> work) {
    try (Connection connection = owner.pool().getConnection()) {
      connection.setAutoCommit(true);
      return work.run(new OwnerSql(connection));
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }
}
