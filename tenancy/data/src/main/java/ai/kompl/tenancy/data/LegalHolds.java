package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/**
 * The legal holds on anything of a tenant: those that stand by themselves, and whatever table has a
 * column {@code legal_holds}, so that a new one cannot be forgotten.
 */
final class LegalHolds {
  private static final String COLUMN = "legal_holds";

  /** What was restored or is gone is not held by its record any more. */
  private static final String DELETIONS = "private.deleted_records";

  private final OwnerSql sql;
  private final TenantId tenant;

  LegalHolds(OwnerSql sql, TenantId tenant) {
    this.sql = sql;
    this.tenant = tenant;
  }

  /**
   * Passes when there is none.
   *
   * @throws ProblemException LEGAL_HOLD naming them
   */
  void requireNone() throws SQLException {
    Set<String> references = references();
    if (!references.isEmpty()) {
      throw new ProblemException(
          Problem.LEGAL_HOLD,
          "Something of the organisation is under legal hold: "
              + String.join(", ", references)
              + ".");
    }
  }

  private Set<String> references() throws SQLException {
    // Who is about to place one comes before this, or finds that the removal has begun.
    sql.query(
        "select cast(pg_advisory_xact_lock_shared(hashtextextended('retention ' || ?, 0)) as text)",
        _ -> true,
        tenant);
    Set<String> references =
        new TreeSet<>(
            sql.query(
                "select reference from private.legal_holds where tenant = ? and released_at is null",
                row -> row.string("reference"),
                tenant));
    for (ArchivedTables.Archived table : new ArchivedTables(sql, tenant).everything()) {
      if (table.columns().contains(COLUMN)) {
        String open =
            table.key().equals(DELETIONS) ? " and restored_at is null and disposed_at is null" : "";
        String select =
            sql.format(
                "select distinct unnest(legal_holds) as reference from %I.%I where "
                    + table.condition()
                    + open,
                table.schema(),
                table.name());
        references.addAll(sql.query(select, row -> row.string("reference")));
      }
    }
    return references;
  }
}
