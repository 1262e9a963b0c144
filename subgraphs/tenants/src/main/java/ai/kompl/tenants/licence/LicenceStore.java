package ai.kompl.tenants.licence;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.PlatformTransaction;
import java.time.Instant;
import java.util.Optional;

/** All statements on licences. */
final class LicenceStore {

  /** The licence in force: of those that have begun the one that began last. */
  Optional<Licence> inForce(PlatformTransaction tx, TenantId tenant, Instant now) {
    return tx.one(
        """
        select id, plan, starts_at, expires_at, read_only_at from private.licences
        where tenant = ? and starts_at <= ? and ended_at is null
        order by starts_at desc, granted_at desc limit 1
        """,
        row ->
            new Licence(
                row.uuid("id"),
                row.string("plan"),
                row.instant("starts_at"),
                row.instant("expires_at"),
                row.instant("read_only_at"),
                Licence.stateAt(now, row.instant("expires_at"), row.instant("read_only_at"))),
        tenant,
        now);
  }

  int insert(
      PlatformTransaction tx, TenantId tenant, Licence licence, Instant grantedAt, String by) {
    return tx.update(
        """
        insert into private.licences
          (id, tenant, plan, starts_at, expires_at, read_only_at, granted_at, granted_by)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        licence.rowId(),
        tenant,
        licence.plan(),
        licence.startsAt(),
        licence.expiresAt(),
        licence.readOnlyAt(),
        grantedAt,
        by);
  }
}
