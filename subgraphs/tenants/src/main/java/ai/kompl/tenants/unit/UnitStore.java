package ai.kompl.tenants.unit;

import ai.kompl.tenancy.data.Row;
import ai.kompl.tenancy.data.TenantTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All statements on units and their members. */
final class UnitStore {
  /** A person in a unit. */
  record Member(UUID userId, UUID unitId) {}

  /** Lets one transaction at a time change the tree, while it is still read. */
  int lock(TenantTransaction tx) {
    return tx.update("lock table tenants_unit in share row exclusive mode");
  }

  /** The whole tree, archived units too, by name. */
  List<Unit> all(TenantTransaction tx) {
    return tx.query(
        """
        select id, parent_id, name, version, created_at, updated_at, deleted_at
        from tenants_unit order by lower(name), id
        """,
        UnitStore::unit);
  }

  List<Unit> byIds(TenantTransaction tx, Collection<UUID> ids) {
    return tx.query(
        """
        select id, parent_id, name, version, created_at, updated_at, deleted_at
        from tenants_unit where id = any(?)
        """,
        UnitStore::unit,
        List.copyOf(ids));
  }

  int insert(TenantTransaction tx, Unit unit) {
    String actor = tx.caller().actor();
    return tx.update(
        """
        insert into tenants_unit
          (id, parent_id, name, created_at, created_by, updated_at, updated_by)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        unit.id(),
        unit.parentId().orElse(null),
        unit.name(),
        unit.createdAt(),
        actor,
        unit.createdAt(),
        actor);
  }

  int update(TenantTransaction tx, Unit unit, Instant at) {
    return tx.update(
        """
        update tenants_unit
        set parent_id = ?, name = ?, version = version + 1, updated_at = ?, updated_by = ?
        where id = ?
        """,
        unit.parentId().orElse(null),
        unit.name(),
        at,
        tx.caller().actor(),
        unit.id());
  }

  /** Archives these units, or brings them back. */
  int archive(TenantTransaction tx, List<UUID> ids, Optional<Instant> archivedAt, Instant at) {
    return tx.update(
        """
        update tenants_unit
        set deleted_at = ?, version = version + 1, updated_at = ?, updated_by = ?
        where id = any(?)
        """,
        archivedAt.orElse(null),
        at,
        tx.caller().actor(),
        ids);
  }

  List<Member> membersOf(TenantTransaction tx, Collection<UUID> units) {
    return tx.query(
        """
        select user_id, unit_id from tenants_unit_member where unit_id = any(?)
        order by unit_id, user_id
        """,
        UnitStore::member,
        List.copyOf(units));
  }

  List<Member> unitsOf(TenantTransaction tx, Collection<UUID> users) {
    return tx.query(
        """
        select m.user_id, m.unit_id from tenants_unit_member m join tenants_unit u on u.id = m.unit_id
        where m.user_id = any(?) and u.deleted_at is null
        """,
        UnitStore::member,
        List.copyOf(users));
  }

  /** Puts people into a unit, out of the one they were in. */
  int assign(TenantTransaction tx, UUID unit, List<UUID> users, Instant at) {
    return tx.update(
        """
        insert into tenants_unit_member (user_id, unit_id, since, added_by)
        select user_id, ?, ?, ? from unnest(cast(? as uuid[])) as user_id
        on conflict (user_id) do update
        set unit_id = excluded.unit_id, since = excluded.since, added_by = excluded.added_by
        """,
        unit,
        at,
        tx.caller().actor(),
        users);
  }

  int dismiss(TenantTransaction tx, UUID unit, List<UUID> users) {
    return tx.update(
        "delete from tenants_unit_member where unit_id = ? and user_id = any(?)", unit, users);
  }

  /**
   * Keeps for the next sign-in which unit these people are in: none when theirs is archived.
   *
   * @param users all whose unit may have changed
   */
  void keepAttributes(TenantTransaction tx, List<UUID> users) {
    tx.update(
        """
        delete from private.caller_attributes
        where tenant = ? and name = 'unit' and subject = any(?)
        """,
        tx.caller().tenant(),
        users);
    tx.update(
        """
        insert into private.caller_attributes (tenant, subject, name, value)
        select ?, m.user_id, 'unit', m.unit_id::text
        from tenants_unit_member m join tenants_unit u on u.id = m.unit_id
        where m.user_id = any(?) and u.deleted_at is null
        """,
        tx.caller().tenant(),
        users);
  }

  private static Member member(Row row) {
    return new Member(row.uuid("user_id"), row.uuid("unit_id"));
  }

  private static Unit unit(Row row) {
    return new Unit(
        row.uuid("id"),
        row.optionalUuid("parent_id"),
        row.string("name"),
        row.integer("version"),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.optionalInstant("deleted_at"));
  }
}
