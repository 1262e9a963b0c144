package ai.kompl.local.verify.durability;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.CommitEdges;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantDraft;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What isolation costs: a row read by its key through the tenant's database, and the same row read
 * in a transaction without any of it, on a pooled connection like the other's. Both in turn, many
 * rounds, so that what else the machine does touches both.
 */
public final class IsolationCost {
  private static final int ROUNDS = 30;
  private static final int READS = 300;

  /** Rounds that are not counted: both sides are compiled after some ten thousand reads. */
  private static final int WARMING = 60;

  private final TenantDatabase database;
  private final Caller caller;
  private final OwnerView owner;

  IsolationCost(TenantDatabase database, Caller caller, OwnerView owner) {
    this.database = database;
    this.caller = caller;
    this.owner = owner;
  }

  /** Measures on a tenant of its own. */
  public static Ratio in(Workplace.Source source) {
    try (Workplace place = source.open(CommitEdges.NONE, List.of("durable"))) {
      var tenant =
          place.data().registry().provision(new TenantDraft("cost", "Cost"), Stage.operator());
      Caller caller = Caller.worker(tenant.id(), "verify.durability", "cost");
      TenantDatabase database = place.data().tenantDatabase("durable");
      Ledger.lay(database, caller);
      return new IsolationCost(database, caller, source.look()).measure();
    }
  }

  /**
   * How many times as long a read takes.
   *
   * @param median of the ratios of the rounds
   * @param low where the median lies above, in 95 of 100 cases
   * @param high where it lies below
   */
  public record Ratio(double median, double low, double high) {
    /** Of so many rounds; the interval is that of the order of values, without an assumption. */
    static Ratio of(List<Double> ratios) {
      List<Double> sorted = new ArrayList<>(ratios);
      Collections.sort(sorted);
      int n = sorted.size();
      int spread = (int) Math.ceil(0.98 * Math.sqrt(n));
      return new Ratio(
          (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2,
          sorted.get(Math.max(0, n / 2 - spread)),
          sorted.get(Math.min(n - 1, n / 2 + spread)));
    }

    @Override
    public String toString() {
      return "%.2f[%.2f..%.2f]".formatted(median, low, high);
    }
  }

  private Ratio measure() {
    try (HikariDataSource bare = bare()) {
      List<Double> ratios = new ArrayList<>();
      for (int round = -WARMING; round < ROUNDS; round++) {
        boolean first = round % 2 == 0;
        double one = first ? isolated() : bare(bare);
        double other = first ? bare(bare) : isolated();
        if (round >= 0) {
          ratios.add(first ? one / other : other / one);
        }
      }
      return Ratio.of(ratios);
    }
  }

  private double isolated() {
    long begun = System.nanoTime();
    for (int i = 0; i < READS; i++) {
      String name = "list-" + i % Ledger.AGGREGATES;
      Optional<Long> balance =
          database.read(
              caller,
              tx ->
                  tx.one(
                      "select balance from durable_aggregate where name = ?",
                      row -> row.bigInteger("balance"),
                      name));
      if (balance.isEmpty()) {
        throw new IllegalStateException("the row is gone");
      }
    }
    return System.nanoTime() - begun;
  }

  private double bare(HikariDataSource pool) {
    String sql =
        "select balance from " + caller.tenant().schema() + ".durable_aggregate where name = ?";
    long begun = System.nanoTime();
    for (int i = 0; i < READS; i++) {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, "list-" + i % Ledger.AGGREGATES);
        try (ResultSet row = statement.executeQuery()) {
          if (!row.next() || row.getLong(1) < Long.MIN_VALUE / 2) {
            throw new IllegalStateException("the row is gone");
          }
        }
        connection.commit();
      } catch (SQLException e) {
        throw new IllegalStateException("the bare read failed", e);
      }
    }
    return System.nanoTime() - begun;
  }

  private HikariDataSource bare() {
    var config = new HikariConfig();
    config.setJdbcUrl(owner.url());
    config.setUsername(owner.user());
    config.setPassword(owner.password());
    config.setAutoCommit(false);
    config.setMaximumPoolSize(2);
    config.addDataSourceProperty("prepareThreshold", "0");
    return new HikariDataSource(config);
  }
}
