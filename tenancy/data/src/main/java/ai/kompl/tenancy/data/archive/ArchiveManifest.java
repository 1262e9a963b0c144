package ai.kompl.tenancy.data.archive;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an archive says of itself. It is signed, and it names every other part with its hash, so the
 * signature vouches for the whole file.
 *
 * @param format {@link #FORMAT}
 * @param tenant the tenant's id
 * @param slug the tenant's slug
 * @param takenAt the moment whose state the archive holds
 * @param scripts how far the tenant's tables were
 * @param tables the tables, in the order in which they can be filled
 * @param files the stored files, still encrypted under the tenant's keys
 * @param audit where the tenant's audit trail ended
 */
public record ArchiveManifest(
    String format,
    String tenant,
    String slug,
    Instant takenAt,
    List<Script> scripts,
    List<Table> tables,
    List<StoredFile> files,
    Trail audit) {
  /** The only format so far. */
  public static final String FORMAT = "kompl-tenant-archive-1";

  /** Copies the lists. */
  public ArchiveManifest {
    scripts = List.copyOf(scripts);
    tables = List.copyOf(tables);
    files = List.copyOf(files);
  }

  /** How many rows all tables have together. */
  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /**
   * The newest script of a subgraph that the tenant's tables were made with.
   *
   * @param checksum the script's checksum
   */
  public record Script(String subgraph, int version, String checksum) {}

  /**
   * The rows of one table, as PostgreSQL's COPY writes them as text.
   *
   * @param schema {@code public}, {@code private}, or empty for the tenant's own schema
   * @param name the table
   * @param columns its columns, in the order of the text
   * @param rows how many rows there are
   * @param sha256 the hash of the text, in hexadecimal
   */
  public record Table(String schema, String name, List<String> columns, long rows, String sha256) {
    /** Copies the list. */
    public Table {
      columns = List.copyOf(columns);
    }

    /** The part of the archive that holds the rows. */
    public String part() {
      return "tables/" + (schema.isEmpty() ? "tenant" : schema) + "." + name + ".copy";
    }
  }

  /**
   * One stored file.
   *
   * @param name its key below the tenant's prefix
   * @param bytes how long it is, encrypted
   * @param sha256 the hash of the encrypted bytes, in hexadecimal
   * @param metadata what the storage keeps with it
   */
  public record StoredFile(String name, long bytes, String sha256, Map<String, String> metadata) {
    /** Copies the map. */
    public StoredFile {
      metadata = Map.copyOf(metadata);
    }

    /** The part of the archive that holds it. */
    public String part() {
      return "files/" + name;
    }
  }

  /**
   * The end of an audit trail.
   *
   * @param sequence the number of the last record, 0 when there is none
   * @param hash its hash, in hexadecimal
   */
  public record Trail(long sequence, String hash) {}
}
