package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.TenantPurge.Step;
import ai.kompl.tenancy.data.TenantStates.Told;
import ai.kompl.tenancy.data.audit.ErasedTexts;
import ai.kompl.tenancy.data.audit.PurgeCertificate;
import ai.kompl.tenancy.data.audit.PurgeCertificate.Removed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Removes what the database holds of one tenant, within one transaction of the owner. */
final class TenantDisposal {
  /** What stays: who it was, the chain of its audit trail, that its keys are gone, and why. */
  private static final Set<String> KEPT =
      Set.of(
          "public.tenants_tenant",
          "public.tenants_offboarding",
          "public.tenants_purge_certificate",
          "private.audit_events",
          "private.audit_accesses",
          "private.audit_heads",
          "private.audit_checkpoints",
          "private.key_holders");

  /** What has its own way to go. */
  private static final Set<String> APART =
      Set.of("private.audit_texts", "private.tenant_keys", "private.outbox");

  private final TenantStates states;
  private final AuditSeals seals;
  private final InstantSource clock;
  private final Consumer<Step> reached;

  TenantDisposal(
      TenantStates states, AuditSeals seals, InstantSource clock, Consumer<Step> reached) {
    this.states = states;
    this.seals = seals;
    this.clock = clock;
    this.reached = reached;
  }

  /** Says whether it was removed here; another process may have been faster. */
  boolean dispose(OwnerSql sql, TenantId id, Caller operator) throws SQLException {
    Tenant tenant = TenantStates.held(sql, id);
    if (tenant.state() != TenantState.PURGING) {
      return false;
    }
    new LegalHolds(sql, id).requireNone();
    List<Removed> removed = new ArrayList<>(List.of(TenantPurge.files(sql, id)));
    removed.addAll(tables(sql, id));
    removed.addAll(rows(sql, id));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    int keys = KeyCustody.destroy(sql, id, operator.actor(), now);
    removed.add(new Removed("keys", "private.tenant_keys", keys, ""));
    removed.add(texts(sql, id, operator));
    removed.add(role(sql, id));
    reached.accept(Step.ROWS_DELETED);
    sql.update("update public.tenants_tenant set name = slug where id = ?", id);
    states.set(sql, tenant, TenantState.PURGED, operator);
    String details = "{\"removed\":" + removed.stream().mapToLong(Removed::count).sum() + "}";
    String reason = "the grace period was over";
    states.tell(sql, new Told(id, "tenants.tenant.purged", reason, details), operator);
    certify(sql, tenant, removed, new PurgeCertificate.Made(now, operator.actor()));
    reached.accept(Step.CERTIFIED);
    return true;
  }

  private List<Removed> tables(OwnerSql sql, TenantId id) throws SQLException {
    List<Removed> removed = new ArrayList<>();
    for (ArchivedTables.Archived table : new ArchivedTables(sql, id).everything()) {
      if (table.schema().equals(id.schema())) {
        removed.add(counted(sql, table, "table", table.name()));
      }
    }
    sql.formatted("drop schema %I cascade", id.schema());
    reached.accept(Step.TABLES_DROPPED);
    return removed;
  }

  private static List<Removed> rows(OwnerSql sql, TenantId id) throws SQLException {
    List<Removed> removed = new ArrayList<>();
    for (ArchivedTables.Archived table : new ArchivedTables(sql, id).shared()) {
      if (!KEPT.contains(table.key()) && !APART.contains(table.key())) {
        removed.add(counted(sql, table, "rows", table.key()));
        sql.formatted("delete from %I.%I where " + table.condition(), table.schema(), table.name());
      }
    }
    // What was not published yet is, and goes then.
    int events =
        sql.update("delete from private.outbox where tenant = ? and published_at is not null", id);
    removed.add(new Removed("rows", "private.outbox", events, ""));
    return removed;
  }

  /** Rows are hashed in the order of their texts, so that the same rows have the same hash. */
  private static Removed counted(
      OwnerSql sql, ArchivedTables.Archived table, String what, String name) throws SQLException {
    MessageDigest digest = sha256();
    String copy =
        sql.format(
            "copy (select "
                + sql.names(table.columns())
                + " from %I.%I t where "
                + table.condition()
                + " order by cast(t as text) collate \"C\") to stdout",
            table.schema(),
            table.name());
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      long rows = sql.copyOut(copy, out);
      return new Removed(what, name, rows, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What people wrote goes, the chain stays whole and tells of it. */
  private Removed texts(OwnerSql sql, TenantId id, Caller operator) throws SQLException {
    List<Long> erased =
        sql.query(
            """
            delete from private.audit_texts t using private.audit_events e
            where e.tenant = ? and e.action <> ?
              and t.at = e.at and t.tenant = e.tenant and t.sequence = e.sequence
            returning t.sequence
            """,
            row -> row.bigInteger("sequence"),
            id,
            ErasedTexts.ACTION);
    String globalId = OwnedTenantRegistry.globalId(id);
    var pending = new PendingWrites(clock);
    pending.audit(
        OwnedTenantRegistry.forTenant(operator, id),
        new TextErasure("Tenant", globalId, Optional.empty(), "the tenant is purged")
            .record(erased));
    pending.flush(new OwnerTransaction(sql));
    return new Removed("texts", "private.audit_texts", erased.size(), "");
  }

  /** Roles belong to the whole server: where another database has one of the name, it stays. */
  private static Removed role(OwnerSql sql, TenantId id) throws SQLException {
    boolean elsewhere =
        !sql.query(
                """
                select 1 from pg_shdepend d
                where d.refclassid = cast('pg_authid' as regclass)
                  and d.refobjid = (select oid from pg_roles where rolname = ?)
                  and d.dbid not in (0, (select oid from pg_database
                    where datname = current_database()))
                """,
                _ -> true,
                id.role())
            .isEmpty();
    if (!elsewhere) {
      sql.formatted("drop role %I", id.role());
    }
    return new Removed("role", id.role(), elsewhere ? 0 : 1, "");
  }

  private void certify(
      OwnerSql sql, Tenant tenant, List<Removed> removed, PurgeCertificate.Made made)
      throws SQLException {
    String text = seals.certify(new OwnerTransaction(sql), subject(sql, tenant), removed, made);
    sql.update(
        "insert into public.tenants_purge_certificate (tenant, made_at, text) values (?, ?, ?)",
        tenant.id(),
        made.at(),
        text);
  }

  private static PurgeCertificate.Subject subject(OwnerSql sql, Tenant tenant) throws SQLException {
    return sql.query(
            """
            select begun_at, begun_by, reason, purge_after
            from public.tenants_offboarding where tenant = ?
            """,
            row ->
                new PurgeCertificate.Subject(
                    tenant.id().value(),
                    tenant.slug(),
                    row.string("reason"),
                    new PurgeCertificate.Made(row.instant("begun_at"), row.string("begun_by")),
                    row.instant("purge_after")),
            tenant.id())
        .getFirst();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}
