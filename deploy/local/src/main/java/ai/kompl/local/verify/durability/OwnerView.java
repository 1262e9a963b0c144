package ai.kompl.local.verify.durability;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A database as its owner sees it, past all the product's own ways.
 *
 * @param url its JDBC address
 */
public record OwnerView(String url, String user, String password) {
  /** The rows of a query, their columns as text. */
  public List<List<String>> rows(String sql) {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses: " + sql, e);
    }
  }

  /** The first column of the only row as a number. */
  public long number(String sql) {
    return Long.parseLong(rows(sql).getFirst().getFirst());
  }

  /** A text and a number in each row. */
  public Map<String, Integer> counts(String sql) {
    Map<String, Integer> counts = new HashMap<>();
    rows(sql).forEach(row -> counts.put(row.get(0), Integer.parseInt(row.get(1))));
    return counts;
  }

  /** Changes what only the owner can. */
  public void change(String sql) {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses: " + sql, e);
    }
  }
}
