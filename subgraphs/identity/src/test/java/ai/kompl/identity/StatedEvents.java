package ai.kompl.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.kit.EventSchemas;
import ai.kompl.kit.EventSchemas.Stated;
import ai.kompl.schema.EventSchemaFiles;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.TreeSet;

/** Looks at what was really stated as events. */
final class StatedEvents {
  private StatedEvents() {}

  /** All of it is as the schemas of events say. */
  static void assertAsTheirSchemasSay(String url, String user, String password) {
    var schemas = EventSchemas.of(EventSchemaFiles.PRESENT);
    var problems = new TreeSet<String>();
    try (var connection = DriverManager.getConnection(url, user, password);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select type, schema_version, entity_type, payload from private.outbox")) {
      while (rows.next()) {
        problems.addAll(
            schemas.problems(
                new Stated(
                    rows.getString(1), rows.getInt(2), rows.getString(3), rows.getString(4))));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    assertThat(problems).as("events that are not as schema/events says").isEmpty();
  }
}
