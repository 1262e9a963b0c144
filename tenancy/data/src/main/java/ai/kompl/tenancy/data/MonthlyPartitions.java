package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The monthly partitions of the operations tables. Those of this month and of the next ones are
 * made ahead; a row for which there was none has gone to the default partition and is moved into
 * its own as soon as that is made, in the same transaction, so that it is never missing and never
 * there twice.
 *
 * <p>Nobody is granted anything on a partition: rights and policies are those of the whole table,
 * through which alone it is reached.
 */
final class MonthlyPartitions {
  static final int MONTHS_AHEAD = 3;

  /** Rows further back stay in the default partition: they are nobody's live data. */
  private static final int MONTHS_BACK = 24;

  private static final List<Table> TABLES =
      List.of(
          new Table("outbox", "occurred_at"),
          new Table("audit_events", "at"),
          new Table("audit_texts", "at"),
          new Table("audit_accesses", "at"),
          new Table("deleted_records", "deleted_at"));

  /** A statement that waits for a lock lets all that come after it wait too. */
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '500ms'";

  private static final int ATTEMPTS = 6;

  private final OwnerDatabase owner;
  private final InstantSource clock;

  MonthlyPartitions(OwnerDatabase owner, InstantSource clock) {
    this.owner = owner;
    this.clock = clock;
  }

  /**
   * Makes what is missing now. Of several processes that do so at once one works and the others
   * have nothing to do.
   *
   * @throws ProblemException CONFLICT when a table was in use for so long that its lock was not to
   *     be had; what was made before stays
   */
  void extend() {
    for (Table table : TABLES) {
      for (YearMonth month : missing(table)) {
        make(table, month);
      }
    }
  }

  private SortedSet<YearMonth> missing(Table table) {
    YearMonth present = YearMonth.from(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    return owner.transaction(sql -> {
      SortedSet<YearMonth> months =
          new TreeSet<>(
              strays(sql, table, present.minusMonths(MONTHS_BACK), present.plusMonths(1)));
      for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
        months.add(present.plusMonths(ahead));
      }
      List<String> made = partitions(sql, table);
      months.removeIf(month -> made.contains(table.partition(month)));
      return months;
    });
  }

  private static List<String> partitions(OwnerSql sql, Table table) throws SQLException {
    return sql.query(
        """
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = cast(? as regclass)
        """,
        row -> row.string("relname"),
        "private." + table.name());
  }

  /** The months of rows that are in the default partition. */
  private static List<YearMonth> strays(OwnerSql sql, Table table, YearMonth from, YearMonth before)
      throws SQLException {
    String text =
        sql.format(
            """
            select distinct date_trunc('month', %1$I, 'UTC') as month from private.%2$I
            where %1$I >= %3$L and %1$I < %4$L
            """,
            table.column(), table.defaultPartition(), start(from), start(before));
    return sql.query(
        text, row -> YearMonth.from(LocalDate.ofInstant(row.instant("month"), ZoneOffset.UTC)));
  }

  private void make(Table table, YearMonth month) {
    for (int attempt = 1; ; attempt++) {
      try {
        int moved = owner.transaction(sql -> make(sql, table, month));
        if (moved > 0) {
          System.getLogger(MonthlyPartitions.class.getName())
              .log(
                  System.Logger.Level.WARNING,
                  "partition-made-late " + table.partition(month) + ", rows moved: " + moved);
        }
        return;
      } catch (ProblemException e) {
        if (e.problem() != Problem.CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(
            Duration.ofMillis(ThreadLocalRandom.current().nextLong(50, 250)).toNanos());
      }
    }
  }

  /** Makes one partition with the rows that belong to it; says how many those were. */
  private static int make(OwnerSql sql, Table table, YearMonth month) throws SQLException {
    // Before the timeout: to wait for another process that makes partitions blocks nobody.
    sql.query("select pg_advisory_xact_lock(?)", _ -> true, AdvisoryLock.PARTITIONS);
    if (partitions(sql, table).contains(table.partition(month))) {
      return 0;
    }
    sql.script(LOCK_TIMEOUT);
    // Whoever writes waits at the table itself: had it already chosen the default partition, it
    // would find there that its row does not belong into it any more, and fail.
    sql.formatted("lock table only private.%I in share row exclusive mode", table.name());
    sql.formatted("lock table private.%I in access exclusive mode", table.defaultPartition());
    String partition = table.partition(month);
    sql.formatted(
        "create table private.%I (like private.%I including all)", partition, table.name());
    int moved = move(sql, table, month);
    sql.formatted(
        "alter table private.%I attach partition private.%I for values from (%L) to (%L)",
        table.name(), partition, start(month), start(month.plusMonths(1)));
    return moved;
  }

  private static int move(OwnerSql sql, Table table, YearMonth month) throws SQLException {
    String columns =
        sql.query(
                """
                select string_agg(quote_ident(attname), ', ' order by attnum) as columns
                from pg_attribute
                where attrelid = cast(? as regclass) and attnum > 0 and not attisdropped
                """,
                row -> row.string("columns"),
                "private." + table.name())
            .getFirst();
    String text =
        sql.format(
            """
            with moved as (
              delete from private.%1$I where %2$I >= %3$L and %2$I < %4$L returning *)
            insert into private.%5$I (%6$s) select %6$s from moved
            """,
            table.defaultPartition(),
            table.column(),
            start(month),
            start(month.plusMonths(1)),
            table.partition(month),
            columns);
    return sql.update(text);
  }

  private static String start(YearMonth month) {
    Instant instant = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return instant.toString();
  }

  /**
   * A table in {@code private} with a partition a month.
   *
   * @param column the time by which it is parted
   */
  private record Table(String name, String column) {
    String defaultPartition() {
      return name + "_default";
    }

    String partition(YearMonth month) {
      return "%s_%d_%02d".formatted(name, month.getYear(), month.getMonthValue());
    }
  }
}
