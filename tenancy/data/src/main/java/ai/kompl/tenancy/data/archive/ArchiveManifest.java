package ai.kompl.tenancy.data.archive;

import ai.kompl.tenancy.vault.key.TenantKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says of itself. It is signed, and it names every other part with its hash, so the
 * signature vouches for the whole file.
 *
 * @param format {@link #FORMAT}
 * @param signer who signed it
 * @param tenant the tenant's id; the platform's own where it holds what belongs to no tenant
 * @param slug the tenant's slug
 * @param takenAt the moment whose state the archive holds
 * @param scripts how far the tenant's tables were
 * @param tables the tables, in the order in which they can be filled
 * @param files the stored files, still encrypted under the tenant's keys
 * @param audit where the tenant's audit trail ended; null for the platform's archive
 */
public record ArchiveManifest(
    String format,
    Signer signer,
    String tenant,
    String slug,
    Instant takenAt,
    List<Script> scripts,
    List<Table> tables,
    List<StoredFile> files,
    @Nullable Trail audit) {
  /** What can be restored. */
  public static final String FORMAT = "kompl-tenant-archive-1";

  /** The same for the tenant itself: files in the clear, without keys. It is not for restoring. */
  public static final String EXPORT = "kompl-tenant-export-1";

  /** Copies the lists. */
  public ArchiveManifest {
    // A part that is missing in the text arrives as null.
    Objects.requireNonNull(format);
    Objects.requireNonNull(signer);
    Objects.requireNonNull(tenant);
    Objects.requireNonNull(slug);
    Objects.requireNonNull(takenAt);
    scripts = List.copyOf(scripts);
    tables = List.copyOf(tables);
    files = List.copyOf(files);
  }

  /** How many rows all tables have together. */
  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /** Whether it holds what belongs to no tenant. */
  public boolean isPlatforms() {
    return tenant.equals(TenantKeys.PLATFORM.value());
  }

  /**
   * The key that signed.
   *
   * @param version its version
   * @param master the master key that wraps it
   * @param wrapped the key, wrapped; in an export its public half in the clear, and no master key
   */
  public record Signer(int version, String master, String wrapped) {}

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
