package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the database to what this process needs: roles, shared tables, grants, hardening. Safe to
 * run at every start and by several processes at once.
 */
final class PlatformMigrations {
  private static final int OLDEST_MAJOR = 16;
  private static final int MOST_ATTEMPTS = 10;

  private final OwnerDatabase owner;
  private final DatabaseSettings settings;
  private final MonthlyPartitions partitions;

  PlatformMigrations(OwnerDatabase owner, DatabaseSettings settings, MonthlyPartitions partitions) {
    this.owner = owner;
    this.settings = settings;
    this.partitions = partitions;
  }

  /**
   * Runs all of it.
   *
   * @throws ProblemException UNAVAILABLE when the database cannot be reached
   * @throws IllegalStateException when it is too old or a script fails
   */
  void run(List<SubgraphMigrations> subgraphs) {
    try (Connection lockHolder = firstConnection()) {
      // Held by this session until the end: the work below has connections of its own.
      var lock = new OwnerSql(lockHolder);
      lock.query("select pg_advisory_lock(?)", _ -> true, AdvisoryLock.BOOTSTRAP);
      try {
        checkVersion(lock);
        owner.transaction(sql -> new PlatformRoles(sql, settings).make(subgraphs));
        migrate(subgraphs);
        extend();
      } finally {
        lock.query("select pg_advisory_unlock(?)", _ -> true, AdvisoryLock.BOOTSTRAP);
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /**
   * Waits longer than a request would, as long as nobody has refused: on a busy machine the first
   * connection of a process that is still loading its classes takes more than a few seconds.
   */
  private Connection firstConnection() throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return owner.pool().getConnection();
      } catch (SQLTransientConnectionException e) {
        if (e.getCause() != null || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void checkVersion(OwnerSql sql) throws SQLException {
    int version =
        sql.query(
                "select current_setting('server_version_num')::int as version",
                row -> row.integer("version"))
            .getFirst();
    if (version / 10_000 < OLDEST_MAJOR) {
      throw new IllegalStateException(
          "PostgreSQL %d is needed, this server is %d".formatted(OLDEST_MAJOR, version / 10_000));
    }
  }

  private void migrate(List<SubgraphMigrations> subgraphs) {
    var tenancy = new SubgraphMigrations("tenancy", PlatformMigrations.class.getClassLoader());
    flyway(tenancy);
    owner.transaction(sql -> new Hardening(sql).apply());
    for (SubgraphMigrations subgraph : subgraphs) {
      flyway(subgraph);
      owner.transaction(sql ->
          TableGrants.give(
              sql, "public", subgraph, DatabaseRole.ofSubgraph(subgraph.subgraph()).name()));
    }
  }

  private void flyway(SubgraphMigrations migrations) {
    try {
      Flyway flyway = flywayOf(migrations);
      // Most subgraphs have no shared tables; to Flyway that would be worth a warning at each
      // start.
      if (flyway.info().all().length > 0) {
        owner.edges().before();
        flyway.migrate();
        owner.edges().after();
      }
    } catch (FlywayException e) {
      throw new ProblemException(
          Problem.INTERNAL,
          "The shared tables of " + migrations.subgraph() + " cannot be made.",
          e);
    }
  }

  private Flyway flywayOf(SubgraphMigrations migrations) {
    return Flyway.configure(migrations.loader())
        .dataSource(owner.pool())
        .defaultSchema("public")
        .schemas("public")
        .createSchemas(false)
        .locations("classpath:" + migrations.platformLocation())
        .table("kompl_migrations_" + migrations.subgraph().replace('-', '_'))
        .loggers("slf4j")
        .placeholderReplacement(false)
        // Scripts made side by side are not released in the order of their numbers.
        .outOfOrder(true)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  /** A table in long use is no reason not to start: its rows go to the default partition. */
  private void extend() {
    try {
      partitions.extend();
    } catch (ProblemException e) {
      if (e.problem() != Problem.CONFLICT) {
        throw e;
      }
      System.getLogger(PlatformMigrations.class.getName())
          .log(System.Logger.Level.ERROR, "partitions-not-made", e);
    }
  }
}
