package ai.kompl.regops.framework;

import ai.kompl.tenancy.data.SqlTransaction;
import ai.kompl.tenancy.data.TenantTransaction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All SQL that deletes, restores and erases frameworks. The requirements follow their version; the
 * links of controls stay as they are and show nothing while the requirement is deleted.
 */
final class FrameworkDeletionStore {

  /** The versions in use of a framework. */
  List<UUID> versions(SqlTransaction tx, UUID frameworkId) {
    return tx.query(
        """
        select id from regops_framework_version
        where framework_id = cast(? as uuid) and deleted_at is null order by id
        """,
        row -> row.uuid("id"),
        frameworkId);
  }

  /** Marks or unmarks a framework under its next version; empty brings it back. */
  void mark(TenantTransaction tx, Framework after) {
    tx.update(
        """
        update regops_framework set deleted_at = cast(? as timestamptz), version = ?,
          updated_at = cast(? as timestamptz), updated_by = cast(? as uuid) where id = cast(? as uuid)
        """,
        after.deletedAt().orElse(null),
        after.version(),
        after.updatedAt(),
        after.updatedById(),
        after.id());
  }

  /** Marks versions and their requirements as deleted. */
  void deleteVersions(TenantTransaction tx, List<UUID> versionIds, Instant at) {
    tx.update(
        """
        update regops_framework_version set deleted_at = cast(? as timestamptz)
        where id = any(cast(? as uuid[])) and deleted_at is null
        """,
        at,
        versionIds);
    tx.update(
        """
        update regops_requirement set deleted_at = cast(? as timestamptz)
        where framework_version_id = any(cast(? as uuid[])) and deleted_at is null
        """,
        at,
        versionIds);
  }

  /** Brings versions and their requirements back. */
  void restoreVersions(TenantTransaction tx, List<UUID> versionIds) {
    tx.update(
        "update regops_framework_version set deleted_at = null where id = any(cast(? as uuid[]))",
        versionIds);
    tx.update(
        "update regops_requirement set deleted_at = null where framework_version_id = any(cast(? as uuid[]))",
        versionIds);
  }

  /** Holds deleted frameworks until the transaction ends. */
  void hold(TenantTransaction tx, List<UUID> ids) {
    tx.query(
        """
        select id from regops_framework where id = any(cast(? as uuid[])) and deleted_at is not null
        order by id for update
        """,
        row -> row.uuid("id"),
        ids);
  }

  /** Takes deleted frameworks away for good; their versions are gone by then. */
  void erase(TenantTransaction tx, List<UUID> ids) {
    tx.update(
        "delete from regops_framework where id = any(cast(? as uuid[])) and deleted_at is not null",
        ids);
  }

  /** Takes deleted versions away for good, with their requirements and the links to these. */
  void eraseVersions(TenantTransaction tx, List<UUID> ids) {
    List<UUID> gone =
        tx.query(
            """
            select id from regops_framework_version
            where id = any(cast(? as uuid[])) and deleted_at is not null order by id for update
            """,
            row -> row.uuid("id"),
            ids);
    tx.update(
        """
        delete from regops_control_requirement where requirement_id in (
          select id from regops_requirement where framework_version_id = any(cast(? as uuid[])))
        """,
        gone);
    tx.update(
        "delete from regops_requirement where framework_version_id = any(cast(? as uuid[]))", gone);
    tx.update(
        """
        update regops_import_job set framework_version_id = null
        where framework_version_id = any(cast(? as uuid[]))
        """,
        gone);
    tx.update(
        "update regops_framework_version set supersedes_id = null where supersedes_id = any(cast(? as uuid[]))",
        gone);
    tx.update("delete from regops_framework_version where id = any(cast(? as uuid[]))", gone);
  }
}
