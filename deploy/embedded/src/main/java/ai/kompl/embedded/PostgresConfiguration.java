package ai.kompl.embedded;

import ai.kompl.embedded.PostgresSettings.Durability;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Our part of the server's configuration, kept in a file of its own that PostgreSQL includes; sized
 * for a laptop that runs the whole product.
 */
final class PostgresConfiguration {
  static final String FILE = "kompl.conf";
  static final String INCLUDE = "\ninclude_if_exists = '" + FILE + "'\n";

  private PostgresConfiguration() {}

  /** The text of the file. */
  static String text(PostgresSettings.Kind kind, Optional<Path> extensions) {
    Durability durability = kind.durability();
    var values = new LinkedHashMap<String, String>();
    values.put("max_connections", durability == Durability.FULL ? "100" : "200");
    values.put("shared_buffers", "48MB");
    values.put("effective_cache_size", "512MB");
    values.put("work_mem", "4MB");
    values.put("maintenance_work_mem", "64MB");
    values.put("max_wal_size", "512MB");
    values.put("io_workers", "1");
    values.put("autovacuum_max_workers", "2");
    values.put("max_parallel_workers", "2");
    values.put("max_parallel_workers_per_gather", "1");
    // Parallel builds of vector indexes overflow in pgvector before 0.8.2 (CVE-2026-3172).
    values.put("max_parallel_maintenance_workers", "0");
    values.put("jit", "off");
    values.put("timezone", "UTC");
    values.put("log_timezone", "UTC");
    values.put("log_checkpoints", "off");
    // A replica that stays away must not fill the disk with the log that is kept for it.
    values.put("max_slot_wal_keep_size", "2GB");
    archive(kind, values);
    if (durability == Durability.NONE) {
      values.put("fsync", "off");
      values.put("synchronous_commit", "off");
      values.put("full_page_writes", "off");
    }
    extensions.ifPresent(folder -> {
      values.put("extension_control_path", "$system:" + folder.resolve("share"));
      values.put("dynamic_library_path", "$libdir:" + folder.resolve("lib"));
    });
    values.putAll(kind.log().source());
    return values.entrySet().stream()
        .map(PostgresConfiguration::line)
        .collect(Collectors.joining());
  }

  /**
   * Switched on from the start, since that takes a restart; without a folder each segment is taken
   * as archived.
   */
  private static void archive(PostgresSettings.Kind kind, Map<String, String> values) {
    if (kind.durability() == Durability.FULL || kind.log().archive().isPresent()) {
      values.put("archive_mode", "on");
      values.put(
          "archive_command",
          kind.log().archive().map(WalArchive::new).map(WalArchive::archiveCommand).orElse("true"));
      // What a disk that is lost may take along when only the archive is left.
      values.put("archive_timeout", kind.log().archive().isPresent() ? "60s" : "0");
    }
  }

  private static String line(Map.Entry<String, String> value) {
    return value.getKey()
        + " = '"
        + value.getValue().replace("\\", "\\\\").replace("'", "''")
        + "'\n";
  }
}
