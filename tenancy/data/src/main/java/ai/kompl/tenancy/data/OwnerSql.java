package ai.kompl.tenancy.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Statements of the owner: the only place where statements are made of text. */
final class OwnerSql {
  private final Connection connection;

  OwnerSql(Connection connection) {
    this.connection = connection;
  }

  /** Runs a text of one or more statements. */
  void script(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  int update(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepared(sql, parameters)) {
      statement.execute();
      return Math.max(0, statement.getUpdateCount());
    }
  }

  <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepared(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> values = new ArrayList<>();
      Row row = new ColumnRow(column -> value(rows, column));
      while (rows.next()) {
        values.add(reader.read(row));
      }
      return values;
    }
  }

  /** Runs the statement that the server itself formats, with names and texts quoted there. */
  void formatted(String format, String... arguments) throws SQLException {
    script(format(format, arguments));
  }

  /** The text that the server itself formats, with names and texts quoted there. */
  String format(String format, String... arguments) throws SQLException {
    String places = Stream.of(arguments).map(_ -> ", ?").collect(Collectors.joining());
    List<@Nullable Object> parameters = new ArrayList<>(List.of(format));
    parameters.addAll(List.of(arguments));
    String select = "select format(cast(? as text)" + places.replace("?", "cast(? as text)") + ")";
    return query(select, row -> row.string("format"), parameters.toArray()).getFirst();
  }

  /** Names as the server quotes them, with commas between. */
  String names(List<String> names) throws SQLException {
    return format(
        names.stream().map(_ -> "%I").collect(Collectors.joining(", ")),
        names.toArray(String[]::new));
  }

  /** Sends what a COPY statement gives to the stream, and says how many rows it was. */
  long copyOut(String copy, OutputStream out) throws IOException {
    try {
      return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, out);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /** Fills a table by a COPY statement, and says with how many rows. */
  long copyIn(String copy, InputStream in) throws SQLException, IOException {
    return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, in);
  }

  private PreparedStatement prepared(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      @Nullable Object value = Parameter.bindable(parameters[i]);
      if (value == null) {
        statement.setNull(i + 1, Types.NULL);
      } else {
        statement.setObject(i + 1, value);
      }
    }
    return statement;
  }

  private static @Nullable Object value(ResultSet rows, String column) {
    try {
      return rows.getObject(column);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }
}
