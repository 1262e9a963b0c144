package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.archive.ArchiveFile;
import ai.kompl.tenancy.data.archive.ArchiveManifest;
import ai.kompl.tenancy.data.archive.ArchiveManifest.Script;
import ai.kompl.tenancy.data.archive.ArchiveManifest.StoredFile;
import ai.kompl.tenancy.data.archive.ArchiveManifest.Table;
import ai.kompl.tenancy.data.archive.ArchiveManifest.Trail;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.data.archive.ArchiveWriter;
import ai.kompl.tenancy.events.EventDraft;
import ai.kompl.tenancy.vault.SealedFiles;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Backups of single tenants: everything of a tenant as it was at one moment, in one signed file,
 * and the way back. An archive holds the tenant's keys only as the database does, wrapped under the
 * master key, so it can be restored wherever that key is; what is not encrypted in the database is
 * not encrypted in the archive either.
 */
public final class TenantArchives {
  private static final Duration NOTICED = Duration.ofSeconds(6);

  private final OwnerDatabase owner;
  private final StaleReads replicas;
  private final ArchiveSeal seal;
  private final ArchivedFiles files;
  private final CommitSignal committed;
  private final String appUser;
  private final InstantSource clock;

  TenantArchives(Parts parts, ArchiveSeal seal, ArchivedFiles files) {
    this.owner = parts.owner();
    this.replicas = parts.replicas();
    this.committed = parts.around().committed();
    this.appUser = parts.around().appUser();
    this.clock = parts.around().clock();
    this.seal = seal;
    this.files = files;
  }

  /** What it works on. */
  record Parts(OwnerDatabase owner, StaleReads replicas, Around around) {}

  /** What it needs besides the databases. */
  record Around(CommitSignal committed, String appUser, InstantSource clock) {}

  /** What becomes of a tenant that is there already. */
  public enum Present {
    /** It stays as it is, and nothing is restored. */
    REFUSED,
    /** All of it is replaced by what the archive holds. */
    REPLACED
  }

  /**
   * Writes the archive of a tenant, or of {@link TenantKeys#PLATFORM}: the platform's keys and what
   * else belongs to no tenant, which a new installation needs first. The file appears when it is
   * whole, readable by its owner only.
   *
   * @throws ProblemException NOT_FOUND when there is no such tenant
   * @throws IOException when the file cannot be written
   */
  public ArchiveManifest write(TenantId tenant, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path unfinished =
        Files.createTempFile(
            folder,
            ".unfinished-",
            ".archive",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      // Reading all of a tenant is kept away from the primary where a replica has it all.
      OwnerDatabase.OwnerWork<ArchiveManifest> all = sql -> write(sql, tenant, unfinished);
      ArchiveManifest manifest = replicas.ownerRead(all).orElseGet(() -> owner.transaction(all));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return manifest;
    } catch (UncheckedIOException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private ArchiveManifest write(OwnerSql sql, TenantId tenant, Path file) throws SQLException {
    try (OutputStream out = Files.newOutputStream(file)) {
      return new Writing(sql, tenant, files, false).to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes everything that the tenant owns for the tenant itself: as an archive, but with its files
   * in the clear, without its keys, and signed so that anybody can check it.
   *
   * @param readable the stored files, decrypted
   * @throws ProblemException NOT_FOUND when there is no such tenant; UNAVAILABLE when a replica
   *     broke off, whose part of the stream cannot be taken back
   */
  void export(TenantId tenant, OutputStream out, SealedFiles readable) throws IOException {
    owner.transaction(sql -> ExportedTables.letOwnerBe(sql, tenant));
    var begun = new AtomicBoolean();
    var decrypted = new ArchivedFiles(readable);
    OwnerDatabase.OwnerWork<ArchiveManifest> all =
        sql -> {
          if (begun.getAndSet(true)) {
            throw new ProblemException(Problem.UNAVAILABLE);
          }
          return new Writing(sql, tenant, decrypted, true).to(out);
        };
    try {
      ArchiveManifest _ = replicas.ownerRead(all).orElseGet(() -> owner.transaction(all));
    } catch (UncheckedIOException e) {
      throw new IOException("cannot export " + tenant + ": " + e.getMessage(), e);
    }
  }

  /** One archive being written. */
  private final class Writing {
    private final OwnerSql sql;
    private final TenantId tenant;
    private final ArchivedFiles stored;
    private final boolean export;

    Writing(OwnerSql sql, TenantId tenant, ArchivedFiles stored, boolean export) {
      this.sql = sql;
      this.tenant = tenant;
      this.stored = stored;
      this.export = export;
    }

    ArchiveManifest to(OutputStream out) throws SQLException {
      sql.script("set transaction isolation level repeatable read read only");
      String slug = slug(sql, tenant);
      var archive = new ArchiveWriter(out);
      List<Table> tables = export ? exported(archive) : archived(archive);
      try {
        ArchiveManifest manifest = manifest(slug, tables, stored.write(tenant, archive));
        archive.finish(manifest, seal);
        return manifest;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private List<Table> archived(ArchiveWriter archive) throws SQLException {
      List<Table> tables = new ArrayList<>();
      for (ArchivedTables.Archived table : new ArchivedTables(sql, tenant).all()) {
        tables.add(write(sql, table, tenant, archive));
      }
      return tables;
    }

    private List<Table> exported(ArchiveWriter archive) throws SQLException {
      List<Table> tables = new ArrayList<>();
      var handed = new ExportedTables(sql, tenant);
      for (ArchivedTables.Archived table : handed.all()) {
        // The server formats names for the owner only.
        String copy = select(sql, table);
        tables.add(
            handed.reading(
                table, () -> write(archive, table, tenant, out -> sql.copyOut(copy, out))));
      }
      return tables;
    }

    private ArchiveManifest manifest(String slug, List<Table> tables, List<StoredFile> written)
        throws SQLException {
      return new ArchiveManifest(
          export ? ArchiveManifest.EXPORT : ArchiveManifest.FORMAT,
          export ? seal.shown() : seal.told(),
          tenant.value(),
          slug,
          clock.instant().truncatedTo(ChronoUnit.MILLIS),
          scripts(sql, tenant),
          tables,
          written,
          head(sql, tenant).orElse(null));
    }
  }

  private static String slug(OwnerSql sql, TenantId tenant) throws SQLException {
    if (tenant.equals(TenantKeys.PLATFORM)) {
      return "platform";
    }
    return sql
        .query(
            "select slug from public.tenants_tenant where id = ?",
            row -> row.string("slug"),
            tenant)
        .stream()
        .findFirst()
        .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
  }

  private static Table write(
      OwnerSql sql, ArchivedTables.Archived table, TenantId tenant, ArchiveWriter archive)
      throws SQLException {
    return write(archive, table, tenant, out -> sql.copyOut(select(sql, table), out));
  }

  /** Sends the rows of a table, and says how many they were. */
  @FunctionalInterface
  private interface Rows {
    long copy(OutputStream out) throws IOException;
  }

  private static Table write(
      ArchiveWriter archive, ArchivedTables.Archived table, TenantId tenant, Rows rows) {
    String schema = table.schema().equals(tenant.schema()) ? "" : table.schema();
    var count = new AtomicLong();
    var unhashed = new Table(schema, table.name(), table.columns(), 0, "");
    try {
      String sha256 = archive.part(unhashed.part(), out -> count.set(rows.copy(out)));
      return new Table(schema, table.name(), table.columns(), count.get(), sha256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String select(OwnerSql sql, ArchivedTables.Archived table) {
    try {
      return sql.format(
          "copy (select "
              + sql.names(table.columns())
              + " from %I.%I where "
              + table.condition()
              + table.order()
              + ") to stdout",
          table.schema(),
          table.name());
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  private static List<Script> scripts(OwnerSql sql, TenantId tenant) throws SQLException {
    return sql.query(
        """
        select v.subgraph, v.version, s.checksum
        from private.tenant_schema_version v
        join private.migration_scripts s on s.subgraph = v.subgraph and s.version = v.version
        where v.tenant = ? order by v.subgraph
        """,
        row -> new Script(row.string("subgraph"), row.integer("version"), row.string("checksum")),
        tenant);
  }

  /** Where the tenant's audit trail ends; nowhere for the platform, which has none. */
  static Optional<Trail> head(OwnerSql sql, TenantId tenant) throws SQLException {
    return sql
        .query(
            """
            select sequence, encode(hash, 'hex') as hash from private.audit_heads where tenant = ?
            """,
            row -> new Trail(row.bigInteger("sequence"), row.string("hash")),
            tenant)
        .stream()
        .findFirst();
  }

  /**
   * Checks an archive as a whole, without using any of it.
   *
   * @throws ai.kompl.tenancy.data.archive.ArchiveException when it is none, or was changed
   */
  public ArchiveManifest check(Path file) throws IOException {
    try (ArchiveFile archive = ArchiveFile.open(file, seal)) {
      return archive.manifest();
    }
  }

  /**
   * Brings a tenant back as it was. All of it or nothing: rows, tables and rights come in one
   * transaction, after the stored files. The restored audit trail goes on with an entry that says
   * so, with where the replaced one ended.
   *
   * @param operator an OPERATOR or SYSTEM caller
   * @throws ai.kompl.tenancy.data.archive.ArchiveException when the file is no archive, or was
   *     changed; nothing has been used of it
   * @throws ProblemException FORBIDDEN for other callers; CONFLICT when the tenant is there and is
   *     not to be replaced, when its slug belongs to another by now, or when the archive was taken
   *     with scripts that are not known here; ERASED when the tenant's keys were destroyed
   */
  public ArchiveManifest restore(Path file, Present present, Caller operator) throws IOException {
    if (operator.kind() != CallerKind.OPERATOR && operator.kind() != CallerKind.SYSTEM) {
      throw new ProblemException(Problem.FORBIDDEN);
    }
    try (ArchiveFile archive = ArchiveFile.open(file, seal)) {
      var tenant = new TenantId(archive.manifest().tenant());
      var restore = new TenantRestore(archive, tenant, present, appUser);
      owner.transaction(restore::replaces);
      files.read(tenant, archive);
      owner.transaction(sql -> {
        Optional<Trail> replaced = restore.run(sql);
        Trail restored = archive.manifest().audit();
        if (restored != null) {
          record(sql, archive.manifest(), new Trails(restored, replaced), operator);
        }
        return true;
      });
      committed.events().release();
      voidCaches();
      return archive.manifest();
    } catch (UncheckedIOException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** What running processes have cached is from before; they notice within seconds. */
  private void voidCaches() {
    new StoredCacheEpochs(owner).suspend(NOTICED);
  }

  /** Where the audit trail ends that was restored, and the one in whose place it is. */
  private record Trails(Trail restored, Optional<Trail> replaced) {
    String details(ArchiveManifest manifest) {
      return "{\"takenAt\":\"%s\",\"rows\":%d,\"archivedSequence\":%d%s}"
          .formatted(
              manifest.takenAt(),
              manifest.rows(),
              restored.sequence(),
              replaced.map(Trails::told).orElse(""));
    }

    private static String told(Trail replaced) {
      return ",\"replacedSequence\":%d,\"replacedHash\":\"%s\""
          .formatted(replaced.sequence(), replaced.hash());
    }
  }

  private void record(OwnerSql sql, ArchiveManifest manifest, Trails trails, Caller operator) {
    var tenant = new TenantId(manifest.tenant());
    UUID key = new UUID(0, Long.parseUnsignedLong(tenant.value(), 16));
    String globalId = GlobalId.of("tenant", tenant, key).toString();
    var pending = new PendingWrites(clock);
    pending.audit(
        OwnedTenantRegistry.forTenant(operator, tenant),
        AuditEntry.change("tenants.tenant.restored", "Tenant", globalId, trails.details(manifest)));
    pending.publish(tenant, EventDraft.of("tenants.tenant.restored", "Tenant", globalId));
    pending.flush(new OwnerTransaction(sql));
  }
}
