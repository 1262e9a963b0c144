package ai.kompl.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestPostgresTest {

  @Test
  void eachDatabaseIsEmptyAndSeparate() throws SQLException {
    TestDatabase one = TestPostgres.shared().createDatabase();
    TestDatabase two = TestPostgres.shared().createDatabase();

    execute(one, "create table note (id int)");
    execute(two, "create table note (id int)");

    assertThat(one.name()).isNotEqualTo(two.name());
    assertThat(TestPostgres.shared()).isSameAs(TestPostgres.shared());
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
