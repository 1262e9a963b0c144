package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.EventDraft;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Exports of everything that a tenant owns, for the tenant itself: made by a job, kept encrypted
 * under the tenant's prefix in the object storage, and removed after a while.
 */
public final class TenantExports {
  /** How long a file can be downloaded. */
  public static final Duration KEPT = Duration.ofDays(7);

  private static final String MAKE = "tenants.export";
  private static final String EXPIRE = "tenants.export-expiry";
  private static final String TYPE = "TenantExport";
  private static final String MEDIA_TYPE = "application/zip";

  private final TenantDatabase database;
  private final Supplier<TenantArchives> archives;
  private final S3ObjectStore objects;
  private final S3ObjectStore kept;
  private final InstantSource clock;

  TenantExports(
      TenantDatabase database,
      Supplier<TenantArchives> archives,
      S3ObjectStore objects,
      InstantSource clock) {
    this.database = database;
    this.archives = archives;
    this.objects = objects;
    this.kept = objects.exports();
    this.clock = clock;
  }

  /**
   * A file to be sent to somebody.
   *
   * @param content to be closed
   * @param bytes its length
   * @param fileName what to call it
   */
  public record Download(InputStream content, long bytes, String fileName) {}

  /** What does the jobs, by their kind; the jobs of the subgraph {@code tenants}. */
  public Map<String, JobHandler> jobs() {
    return Map.of(
        MAKE,
        new JobHandler() {
          @Override
          public void run(Job job) {
            make(job);
          }

          @Override
          public void givenUp(Job job) {
            failed(job.caller(), id(job));
          }
        },
        EXPIRE,
        this::expire);
  }

  /**
   * Asks for an export.
   *
   * @param by an admin of the tenant, or an operator
   * @throws ProblemException FORBIDDEN for others, CONFLICT while one is being made
   */
  public TenantExport request(TenantId tenant, Caller by) {
    boolean operator = by.kind() == CallerKind.OPERATOR;
    if (!operator && !(by.tenant().equals(tenant) && by.hasRole(TenantOffboarding.ADMIN))) {
      throw new ProblemException(Problem.FORBIDDEN);
    }
    Caller within = OwnedTenantRegistry.forTenant(by, tenant);
    UUID id = UUID.randomUUID();
    return database.write(
        within,
        tx -> {
          int made =
              tx.update(
                  """
                  insert into private.tenant_exports (id, tenant, state, requested_at, requested_by)
                  values (?, ?, 'REQUESTED', ?, ?)
                  on conflict (tenant) where state = 'REQUESTED' do nothing
                  """,
                  id,
                  tenant,
                  clock.instant().truncatedTo(ChronoUnit.MICROS),
                  within.actor());
          if (made == 0) {
            throw new ProblemException(
                Problem.CONFLICT, "An export is being made already. Wait until it is ready.");
          }
          tell(tx, "requested", id, "{}");
          tx.schedule(MAKE, "{\"export\":\"" + id + "\"}");
          return find(tx, id).orElseThrow();
        });
  }

  /** The newest exports of the caller's tenant, at most 25. */
  public List<TenantExport> newest(Caller caller) {
    return database.read(
        caller,
        tx ->
            tx.query(
                """
                select * from private.tenant_exports where tenant = ?
                order by requested_at desc, id limit 25
                """,
                TenantExports::read,
                caller.tenant()));
  }

  /**
   * Opens an export for download, which is put into the audit trail.
   *
   * @param globalId its id as clients see it
   * @throws ProblemException NOT_FOUND when the tenant has none of that id that can be downloaded,
   *     FORBIDDEN when the caller is no admin
   */
  public Download open(Caller caller, String globalId) {
    UUID id =
        GlobalId.uuidFor(caller, TenantExport.CODE, globalId)
            .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    if (!caller.hasRole(TenantOffboarding.ADMIN)) {
      database.write(
          caller,
          tx -> {
            tx.audit(
                AuditEntry.denial(
                    "tenants.tenant-export.download-refused", TYPE, globalId, "not an admin"));
            return true;
          });
      throw new ProblemException(Problem.FORBIDDEN);
    }
    TenantExport export =
        database.write(
            caller,
            tx -> {
              TenantExport found =
                  find(tx, id)
                      .filter(one -> one.state() == TenantExport.State.READY)
                      .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
              tx.audit(AuditEntry.change("tenants.tenant-export.downloaded", TYPE, globalId, "{}"));
              return found;
            });
    InputStream content =
        kept.open(caller.tenant(), export.sha256().orElseThrow())
            .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    return new Download(content, export.bytes().orElseThrow(), globalId + ".zip");
  }

  private void make(Job job) {
    UUID id = id(job);
    Caller caller = job.caller();
    boolean waiting =
        database
            .read(caller, tx -> find(tx, id))
            .filter(export -> export.state() == TenantExport.State.REQUESTED)
            .isPresent();
    if (!waiting) {
      return;
    }
    try {
      ready(caller, id, write(caller.tenant()));
    } catch (ProblemException e) {
      if (job.lastAttempt()) {
        failed(caller, id);
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("an export could not be stored", e);
    }
  }

  private Upload write(TenantId tenant) throws IOException {
    try (InputStream archive =
        ArchiveStream.of(out -> archives.get().export(tenant, out, objects.readableFiles()))) {
      return kept.put(tenant, archive, Long.MAX_VALUE, MEDIA_TYPE);
    }
  }

  private void ready(Caller caller, UUID id, Upload file) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    database.write(
        caller,
        tx -> {
          int ended =
              tx.update(
                  """
                  update private.tenant_exports
                  set state = 'READY', finished_at = ?, bytes = ?, sha256 = ?, expires_at = ?
                  where tenant = ? and id = ? and state = 'REQUESTED'
                  """,
                  now,
                  file.bytes(),
                  file.id().sha256(),
                  now.plus(KEPT),
                  caller.tenant(),
                  id);
          if (ended == 1) {
            tell(tx, "finished", id, "{\"sha256\":\"" + file.id().sha256() + "\"}");
            tx.schedule(EXPIRE, "{\"export\":\"" + id + "\"}", KEPT);
          }
          return true;
        });
  }

  private void failed(Caller caller, UUID id) {
    database.write(
        caller,
        tx -> {
          int ended =
              tx.update(
                  """
                  update private.tenant_exports set state = 'FAILED', finished_at = ?
                  where tenant = ? and id = ? and state = 'REQUESTED'
                  """,
                  clock.instant(),
                  caller.tenant(),
                  id);
          if (ended == 1) {
            tell(tx, "failed", id, "{}");
          }
          return true;
        });
  }

  private void expire(Job job) {
    Caller caller = job.caller();
    UUID id = id(job);
    database
        .read(caller, tx -> find(tx, id))
        .filter(export -> export.state() == TenantExport.State.READY)
        .ifPresent(export -> {
          kept.remove(caller.tenant(), export.sha256().orElseThrow());
          database.write(
              caller,
              tx -> {
                tx.update(
                    "update private.tenant_exports set state = 'EXPIRED' where tenant = ? and id = ?",
                    caller.tenant(),
                    id);
                tell(tx, "expired", id, "{}");
                return true;
              });
        });
  }

  private static void tell(TenantTransaction tx, String what, UUID id, String details) {
    String globalId = GlobalId.of(TenantExport.CODE, tx.caller().tenant(), id).toString();
    String act = "tenants.tenant-export." + what;
    tx.audit(AuditEntry.change(act, TYPE, globalId, details));
    tx.publish(EventDraft.of(act, TYPE, globalId));
  }

  private static Optional<TenantExport> find(TenantTransaction tx, UUID id) {
    return tx.one(
        "select * from private.tenant_exports where tenant = ? and id = ?",
        TenantExports::read,
        tx.caller().tenant(),
        id);
  }

  /** The only member of the payload is the id. */
  private static UUID id(Job job) {
    String payload = job.payloadJson();
    int from = payload.indexOf(':') + 2;
    return UUID.fromString(payload.substring(from, payload.length() - 2));
  }

  private static TenantExport read(Row row) {
    return new TenantExport(
        row.uuid("id"),
        TenantExport.State.valueOf(row.string("state")),
        row.instant("requested_at"),
        row.string("requested_by"),
        row.optionalInstant("finished_at"),
        row.optionalBigInteger("bytes"),
        row.optionalString("sha256"),
        row.optionalInstant("expires_at"));
  }
}
