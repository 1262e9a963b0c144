package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.TenantStates.Told;
import ai.kompl.tenancy.data.audit.AuditDigest;
import ai.kompl.tenancy.data.audit.PurgeCertificate.Removed;
import ai.kompl.tenancy.vault.SealedFiles;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Removes tenants whose grace period is over: files, tables, rows, texts, keys and role, with a
 * certificate of it. Each step can be broken off anywhere and is taken up by the next attempt, in
 * whichever process; what the database holds goes in one transaction.
 */
public final class TenantPurge {
  private final OwnerDatabase owner;
  private final TenantStates states;
  private final CommitSignal committed;
  private final TenantDisposal disposal;
  private final SealedFiles files;
  private final InstantSource clock;
  private final Consumer<Step> reached;

  /**
   * A purge.
   *
   * @param reached is told of each step that was done; what it throws ends the purge there
   */
  TenantPurge(Parts parts, SealedFiles files, InstantSource clock, Consumer<Step> reached) {
    this.owner = parts.owner();
    this.states = parts.states();
    this.committed = parts.committed();
    this.disposal = new TenantDisposal(parts.states(), parts.seals(), clock, reached);
    this.files = files;
    this.clock = clock;
    this.reached = reached;
  }

  /** What it works on. */
  record Parts(
      OwnerDatabase owner, TenantStates states, AuditSeals seals, CommitSignal committed) {}

  /** What has been done. */
  enum Step {
    BEGUN,
    FILES_COUNTED,
    FILES_REMOVED,
    TABLES_DROPPED,
    ROWS_DELETED,
    CERTIFIED,
    PURGED,
    ENDED
  }

  /** The tenants whose time has come, or whose purge was broken off. */
  public List<TenantId> due() {
    return owner.transaction(sql ->
        sql.query(
            """
            select t.id from public.tenants_offboarding o
            join public.tenants_tenant t on t.id = o.tenant
            where o.ended_at is null
              and (t.state in ('PURGING', 'PURGED') or o.purge_after <= ?)
            order by o.purge_after, t.id
            """,
            row -> new TenantId(row.string("id")),
            clock.instant()));
  }

  /**
   * Removes a tenant, or goes on with it.
   *
   * @param operator an OPERATOR or SYSTEM caller
   * @throws ProblemException FORBIDDEN for other callers, INVALID_TRANSITION when it is not being
   *     closed, RETENTION_RUNNING before its time, LEGAL_HOLD when anything of it is held,
   *     UNAVAILABLE when the database or the storage is away
   */
  public void purge(TenantId id, Caller operator) {
    if (operator.kind() != CallerKind.OPERATOR && operator.kind() != CallerKind.SYSTEM) {
      throw new ProblemException(Problem.FORBIDDEN);
    }
    if (begin(id, operator) == TenantState.PURGING) {
      reached.accept(Step.BEGUN);
      countFiles(id);
      reached.accept(Step.FILES_COUNTED);
      removeFiles(id);
      reached.accept(Step.FILES_REMOVED);
      owner.transaction(sql -> disposal.dispose(sql, id, operator));
      committed.events().release();
      reached.accept(Step.PURGED);
    }
    end(id);
    reached.accept(Step.ENDED);
  }

  /** From here on there is no way back, and nobody comes to the tenant's data any more. */
  private TenantState begin(TenantId id, Caller operator) {
    TenantState state =
        owner.transaction(sql -> {
          Tenant tenant = TenantStates.held(sql, id);
          if (tenant.state() == TenantState.PURGING || tenant.state() == TenantState.PURGED) {
            return tenant.state();
          }
          requireDue(sql, tenant);
          new LegalHolds(sql, id).requireNone();
          states.set(sql, tenant, TenantState.PURGING, operator);
          states.tell(
              sql,
              new Told(id, "tenants.tenant.purge-begun", "the grace period is over"),
              operator);
          return TenantState.PURGING;
        });
    committed.events().release();
    return state;
  }

  private void requireDue(OwnerSql sql, Tenant tenant) throws SQLException {
    if (tenant.state() != TenantState.OFFBOARDING) {
      throw new ProblemException(
          Problem.INVALID_TRANSITION,
          "The organisation is " + tenant.state() + " and is not being closed.");
    }
    boolean due =
        !sql.query(
                "select 1 from public.tenants_offboarding where tenant = ? and purge_after <= ?",
                _ -> true,
                tenant.id(),
                clock.instant())
            .isEmpty();
    if (!due) {
      throw new ProblemException(Problem.RETENTION_RUNNING, "The grace period is not over yet.");
    }
  }

  private void countFiles(TenantId id) {
    List<String> names = files.names(id).stream().sorted().toList();
    var listing = new StringBuilder();
    names.forEach(name -> listing.append(name).append('\n'));
    owner.transaction(sql ->
        sql.update(
            """
            update public.tenants_offboarding set files = ?, files_sha256 = ?
            where tenant = ? and files is null
            """,
            (long) names.size(),
            AuditDigest.of(listing.toString().getBytes(StandardCharsets.UTF_8)).toString(),
            id));
  }

  private void removeFiles(TenantId id) {
    files.names(id).forEach(name -> files.remove(id, name));
  }

  /** What came in while the tenant's role was being taken away, and events that had to go out. */
  private void end(TenantId id) {
    removeFiles(id);
    owner.transaction(sql -> {
      sql.update("delete from private.outbox where tenant = ? and published_at is not null", id);
      return sql.update(
          """
          update public.tenants_offboarding set ended_at = ?
          where tenant = ? and ended_at is null
            and not exists (select 1 from private.outbox where tenant = ?)
          """,
          clock.instant(),
          id,
          id);
    });
  }

  /** The stored files of a tenant, as they were counted when its purge began. */
  static Removed files(OwnerSql sql, TenantId id) throws SQLException {
    return sql.query(
            "select files, files_sha256 from public.tenants_offboarding where tenant = ?",
            row ->
                new Removed(
                    "files", "tenants/" + id, row.bigInteger("files"), row.string("files_sha256")),
            id)
        .getFirst();
  }
}
