package ai.kompl.tenancy.data;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One transaction under a role. The role and the search path are set by statements that travel in
 * the same message as the transaction's first statement; no round trip is spent on them, and if
 * they fail the statement is not run.
 */
final class RoleTransaction implements SqlTransaction {
  private final Connection connection;
  private final List<String> preamble;
  private final StatementCount.Tally tally;
  private boolean begun;
  private boolean ended;
  private boolean broken;

  RoleTransaction(Connection connection, List<String> preamble, StatementCount.Tally tally) {
    this.connection = connection;
    this.preamble = preamble;
    this.tally = tally;
  }

  @Override
  public <T> List<T> query(
      @CompileTimeConstant String sql, RowReader<T> reader, @Nullable Object... parameters) {
    return run(sql, parameters, statement -> read(statement, reader));
  }

  @Override
  public <T> Optional<T> one(
      @CompileTimeConstant String sql, RowReader<T> reader, @Nullable Object... parameters) {
    List<T> rows = query(sql, reader, parameters);
    if (rows.size() > 1) {
      throw new IllegalStateException("expected at most one row, got " + rows.size());
    }
    return rows.stream().findFirst();
  }

  @Override
  public int update(@CompileTimeConstant String sql, @Nullable Object... parameters) {
    return run(sql, parameters, statement -> Math.max(0, statement.getUpdateCount()));
  }

  /** Commits; after that no statement is accepted. */
  void commit() throws SQLException {
    ended = true;
    try {
      if (begun) {
        TransactionStates.expectOpen(connection);
      }
      connection.commit();
    } catch (SQLException e) {
      broken |= !SqlFailure.leavesConnectionUsable(e);
      throw e;
    }
  }

  /** Gives everything up. */
  void rollback() throws SQLException {
    ended = true;
    connection.rollback();
  }

  /** Whether the connection must not be used again. */
  boolean broken() {
    return broken;
  }

  private <T> T run(String sql, @Nullable Object[] parameters, Outcome<T> outcome) {
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
    @Nullable Object[] bindable = new @Nullable Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      bindable[i] = Parameter.bindable(parameters[i]);
    }
    tally.addStatement();
    try {
      return execute(sql, bindable, outcome);
    } catch (SQLException e) {
      broken |= !SqlFailure.leavesConnectionUsable(e);
      throw SqlFailure.of(e);
    }
  }

  private <T> T execute(String sql, @Nullable Object[] bindable, Outcome<T> outcome)
      throws SQLException {
    List<String> ahead = begun ? List.of() : preamble;
    String text = ahead.isEmpty() ? sql : String.join("; ", ahead) + "; " + sql;
    begun = true;
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < bindable.length; i++) {
        bind(statement, i + 1, bindable[i]);
      }
      statement.execute();
      for (int i = 0; i < ahead.size(); i++) {
        statement.getMoreResults();
      }
      return outcome.of(statement);
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else {
      statement.setObject(index, value);
    }
  }

  private static <T> List<T> read(PreparedStatement statement, RowReader<T> reader)
      throws SQLException {
    List<T> values = new ArrayList<>();
    try (ResultSet rows = statement.getResultSet()) {
      Row row = new ColumnRow(column -> value(rows, column));
      while (rows.next()) {
        values.add(reader.read(row));
      }
    }
    return values;
  }

  private static @Nullable Object value(ResultSet rows, String column) {
    try {
      return rows.getObject(column);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  @FunctionalInterface
  private interface Outcome<T> {
    T of(PreparedStatement statement) throws SQLException;
  }
}
