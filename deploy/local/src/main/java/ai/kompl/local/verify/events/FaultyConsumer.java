package ai.kompl.local.verify.events;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A consumer with one of the faults that consumers are known for, past the product's own. It works
 * as the owner of the database, until its process is killed.
 */
public final class FaultyConsumer {
  /** Has a consumer that remembers a number begin with what is stated from now on. */
  static final String FROM_NOW_ON =
      """
      drop table if exists private.verify_cursor;
      create table private.verify_cursor as
        select coalesce(max(sequence), 0) as last from private.outbox
      """;

  /** Has the database note events for it, as it does for the product's own. */
  static final String JOIN =
      "insert into private.event_interests (consumer_group, type, complete) values ('"
          + CountedEntities.GROUP
          + "', '"
          + CountedEntities.TYPE
          + "', true) on conflict do nothing";

  private static final int BATCH = 20;
  private static final String EVENT = " tenant, entity_id, payload, sequence ";

  private final Fault fault;
  private final String url;
  private final String user;
  private final String password;

  /** On that database. */
  public FaultyConsumer(Fault fault, String url, String user, String password) {
    this.fault = fault;
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** What is wrong with it. */
  public enum Fault {
    /** Remembers the last number that it has seen, and asks for later ones only. */
    REMEMBERS_THE_LAST,
    /** Says that it has applied events before it has. */
    ACKNOWLEDGES_EARLY,
    /** Applies events in one transaction and says so in another. */
    MARKS_APART
  }

  private record Noted(String tenant, String entity, int number, long sequence) {}

  /** Works until the process ends. */
  public void run() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      while (!Thread.currentThread().isInterrupted()) {
        if (turn(connection) == 0) {
          LockSupport.parkNanos(2_000_000);
        }
      }
    }
  }

  private int turn(Connection connection) throws SQLException {
    return switch (fault) {
      case ACKNOWLEDGES_EARLY -> early(connection);
      case MARKS_APART -> apart(connection);
      case REMEMBERS_THE_LAST -> last(connection);
    };
  }

  private static int early(Connection connection) throws SQLException {
    List<Noted> taken =
        events(
            connection,
            "delete from private.event_deliveries where (consumer_group, tenant, position) in ("
                + "select consumer_group, tenant, position from private.event_deliveries"
                + " order by position limit "
                + BATCH
                + " for update skip locked) returning"
                + EVENT);
    for (Noted noted : taken) {
      apply(connection, noted);
    }
    return taken.size();
  }

  private static int apart(Connection connection) throws SQLException {
    List<Noted> seen =
        events(
            connection,
            "select" + EVENT + "from private.event_deliveries order by position limit " + BATCH);
    for (Noted noted : seen) {
      apply(connection, noted);
    }
    for (Noted noted : seen) {
      change(
          connection, "delete from private.event_deliveries where sequence = " + noted.sequence());
    }
    return seen.size();
  }

  /** The number that it remembers changes with the effect: it does nothing twice. */
  private static int last(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    change(connection, "select pg_advisory_xact_lock(4711)");
    List<Noted> seen =
        events(
            connection,
            "select"
                + EVENT
                + "from private.outbox where type = '"
                + CountedEntities.TYPE
                + "' and sequence > (select max(last) from private.verify_cursor)"
                + " order by sequence");
    for (Noted noted : seen) {
      apply(connection, noted);
    }
    if (!seen.isEmpty()) {
      change(
          connection, "insert into private.verify_cursor values (" + seen.getLast().sequence + ")");
    }
    connection.commit();
    return seen.size();
  }

  private static List<Noted> events(Connection connection, String sql) throws SQLException {
    List<Noted> events = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        events.add(
            new Noted(
                rows.getString(1),
                rows.getString(2),
                Integer.parseInt(rows.getString(3)),
                rows.getLong(4)));
      }
    }
    return events.stream()
        .sorted((one, other) -> Long.compare(one.sequence(), other.sequence()))
        .toList();
  }

  private static void change(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void apply(Connection connection, Noted noted) throws SQLException {
    String sql =
        "insert into tenant_"
            + noted.tenant()
            + ".durable_effect (op, aggregate, place) values ('apply', ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, noted.entity());
      statement.setInt(2, noted.number());
      statement.execute();
    }
  }
}
