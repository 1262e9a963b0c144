package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What makes a server follow another one: its data, a place in the other's log, and a login. */
final class PostgresReplica {
  private static final String SLOT = "kompl_replica";

  private PostgresReplica() {}

  /** Copies the data where there are none, and says how the replica is to be configured. */
  static Map<String, String> prepare(Path replica, Path primary) {
    try (DataFolder folder = DataFolder.take(replica)) {
      keepLog(primary);
      Path data = folder.resolve(PostgresData.FOLDER);
      if (!Files.exists(data)) {
        PhysicalBackup.copyForReplica(primary, data);
      }
      Files.writeString(data.resolve("standby.signal"), "");
      DataFolder.writePrivately(folder.resolve(PostgresData.PASSWORD), password(primary));
      ServerAccount.forDataIn(primary.resolve(PostgresData.FOLDER)).give(data);
      return options(primary);
    } catch (IOException e) {
      throw DataFolder.unreadable(replica, e);
    }
  }

  /** Without a slot the primary may recycle what a replica that was away has not read yet. */
  private static void keepLog(Path primary) {
    try (Connection session = PhysicalBackup.login(primary);
        PreparedStatement make =
            session.prepareStatement(
                """
                select pg_create_physical_replication_slot(?, true)
                where not exists (select from pg_replication_slots where slot_name = ?)
                """)) {
      make.setString(1, SLOT);
      make.setString(2, SLOT);
      make.execute();
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          Fault.BACKUP_FAILED, "the primary keeps no log for a replica: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> options(Path primary) {
    int port =
        Postmaster.of(primary.toAbsolutePath().normalize().resolve(PostgresData.FOLDER))
            .orElseThrow()
            .port();
    var options = new LinkedHashMap<String, String>();
    options.put(
        "primary_conninfo",
        "host=127.0.0.1 port=%d user=%s password=%s application_name=%s"
            .formatted(port, PostgresServer.USER, password(primary), SLOT));
    // Not fewer than the primary has.
    options.put("max_connections", "200");
    options.put("primary_slot_name", SLOT);
    options.put("hot_standby_feedback", "on");
    options.put("wal_retrieve_retry_interval", "500ms");
    return options;
  }

  private static String password(Path primary) {
    return DataFolder.read(primary.resolve(PostgresData.PASSWORD));
  }
}
