package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The records of the files in the object storage. A file is stored first and recorded then; one
 * that was stored and never recorded is an orphan and is swept when it is old enough. Recording and
 * sweeping exclude each other for each tenant, so no record is ever without its file.
 */
public final class StoredObjects {
  private final TenantDatabase database;
  private final RoleTransactions transactions;
  private final S3ObjectStore objects;
  private final InstantSource clock;

  StoredObjects(
      TenantDatabase database,
      RoleTransactions transactions,
      S3ObjectStore objects,
      InstantSource clock) {
    this.database = database;
    this.transactions = transactions;
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * Records a file that has been stored. Recording it again changes nothing.
   *
   * @throws ProblemException UNAVAILABLE when it was swept as an orphan in this moment: sent again
   *     it is stored again
   */
  public void record(Caller caller, Upload upload) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    database.write(
        caller,
        tx -> {
          tx.query("select pg_advisory_xact_lock_shared(?)", _ -> true, lock(caller.tenant()));
          int added =
              tx.update(
                  """
                  insert into private.stored_objects
                    (tenant, sha256, bytes, media_type, scanned_by, stored_at, stored_by)
                  values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                  """,
                  caller.tenant(),
                  upload.id().sha256(),
                  upload.bytes(),
                  upload.contentType(),
                  objects.scanner().orElse(null),
                  now,
                  caller.actor());
          if (added == 1) {
            tx.quotas().take(Quota.STORAGE_BYTES, upload.bytes());
          }
          tx.quotas().take(Quota.UPLOADS, 1);
          if (!objects.holds(caller.tenant(), upload.id().sha256())) {
            throw new ProblemException(Problem.UNAVAILABLE);
          }
          return true;
        });
  }

  /** Reads all recorded files of the caller's tenant and compares them with their hashes. */
  public FileCheck check(Caller caller) {
    List<String> recorded =
        database.read(
            caller,
            tx ->
                tx.query(
                    "select sha256 from private.stored_objects where tenant = ? order by sha256",
                    row -> row.string("sha256"),
                    caller.tenant()));
    return new FileCheck(
        recorded.size(),
        recorded.stream().filter(sha256 -> !whole(caller.tenant(), sha256)).toList());
  }

  private boolean whole(TenantId tenant, String sha256) {
    try (InputStream content = objects.open(tenant, sha256).orElse(null)) {
      if (content == null) {
        return false;
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest()).equals(sha256);
    } catch (IOException | ProblemException e) {
      System.getLogger(StoredObjects.class.getName())
          .log(System.Logger.Level.WARNING, "stored-object-damaged", e);
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  /**
   * Removes the tenant's files that have no record.
   *
   * @param grace how old they have to be: much older than the longest upload takes
   * @return how many were removed
   */
  public int sweep(TenantId tenant, Duration grace) {
    List<String> old = objects.storedWithin(tenant, begin(), clock.instant().minus(grace));
    Set<String> recorded = recorded(tenant, old);
    return old.stream()
        .filter(hash -> !recorded.contains(hash))
        .mapToInt(hash -> removeOrphan(tenant, hash))
        .sum();
  }

  /** From when on files have records; a restored database knows an earlier moment too. */
  private Instant begin() {
    return transactions
        .run(
            DatabaseRole.PLATFORM,
            true,
            sql ->
                sql.one(
                    "select min(at) as at from private.stored_objects_begin",
                    row -> row.optionalInstant("at")))
        .flatMap(at -> at)
        .orElse(Instant.MAX);
  }

  private Set<String> recorded(TenantId tenant, List<String> hashes) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        true,
        sql ->
            new HashSet<>(
                sql.query(
                    "select sha256 from private.stored_objects where tenant = ? and sha256 = any (?)",
                    row -> row.string("sha256"),
                    tenant,
                    hashes)));
  }

  private int removeOrphan(TenantId tenant, String hash) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql -> {
          sql.query("select pg_advisory_xact_lock(?)", _ -> true, lock(tenant));
          boolean recordedMeanwhile =
              sql.one(
                      "select 1 as found from private.stored_objects where tenant = ? and sha256 = ?",
                      _ -> true,
                      tenant,
                      hash)
                  .isPresent();
          if (recordedMeanwhile) {
            return 0;
          }
          objects.remove(tenant, hash);
          return 1;
        });
  }

  private static long lock(TenantId tenant) {
    return AdvisoryLock.number("stored-objects " + tenant);
  }
}
