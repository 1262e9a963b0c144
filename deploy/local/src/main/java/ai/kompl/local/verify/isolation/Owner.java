package ai.kompl.local.verify.isolation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the superuser of the proof's own database server sees and does. One thread at a time. */
final class Owner implements AutoCloseable {
  private final Connection connection;

  private Owner(Connection connection) {
    this.connection = connection;
  }

  static Owner connect(String url, String user, String password) {
    try {
      return new Owner(DriverManager.getConnection(url, user, password));
    } catch (SQLException e) {
      throw new IllegalStateException("the proof's own database does not let its owner in", e);
    }
  }

  /** The first column of all rows. */
  synchronized List<String> texts(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(String.valueOf(rows.getString(1)));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses: " + sql, e);
    }
  }

  long number(String sql) {
    return Long.parseLong(texts(sql).getFirst());
  }

  synchronized int change(String sql) {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? 0 : statement.getUpdateCount();
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses: " + sql, e);
    }
  }

  /** Whether the product's login, having taken on that role, is refused the statement. */
  synchronized boolean refusedAs(String role, String sql) {
    change("set session authorization kompl_app");
    change("set role " + role);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return false;
    } catch (SQLException e) {
      return true;
    } finally {
      change("reset session authorization");
    }
  }

  /** What the product's login, having taken on that role, is told. */
  synchronized long numberAs(String role, String sql) {
    change("set session authorization kompl_app");
    change("set role " + role);
    try {
      return number(sql);
    } finally {
      change("reset session authorization");
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the owner's connection does not close", e);
    }
  }
}
