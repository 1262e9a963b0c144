package ai.kompl.regops.coverage;

import ai.kompl.dataloaders.PageRequest;
import ai.kompl.regops.control.Control;
import ai.kompl.regops.control.ControlRows;
import ai.kompl.regops.requirement.Requirement;
import ai.kompl.regops.requirement.RequirementRows;
import ai.kompl.tenancy.data.SqlTransaction;
import ai.kompl.tenancy.data.TenantTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All SQL of the links between controls and requirements. */
public final class CoverageStore {

  private static final String CONTROLS_FORWARD =
      "select p.id parent, "
          + ControlRows.COLUMNS
          + """
          from unnest(cast(? as uuid[])) p(id) cross join lateral (
            select c.* from regops_control_requirement l join regops_control c on c.id = l.control_id and c.deleted_at is null
            where l.requirement_id = p.id and l.deleted_at is null
              and (cast(? as text) is null or (c.ref, c.id) > (?, cast(? as uuid)))
            order by c.ref, c.id limit ?) c
          order by c.ref, c.id
          """;

  private static final String CONTROLS_BACKWARD =
      "select p.id parent, "
          + ControlRows.COLUMNS
          + """
          from unnest(cast(? as uuid[])) p(id) cross join lateral (
            select c.* from regops_control_requirement l join regops_control c on c.id = l.control_id and c.deleted_at is null
            where l.requirement_id = p.id and l.deleted_at is null
              and (cast(? as text) is null or (c.ref, c.id) < (?, cast(? as uuid)))
            order by c.ref desc, c.id desc limit ?) c
          order by c.ref desc, c.id desc
          """;

  // By framework version first, so that requirements of different catalogues do not mix.
  private static final String REQUIREMENTS_FORWARD =
      "select p.id parent, "
          + RequirementRows.COLUMNS
          + """
          from unnest(cast(? as uuid[])) p(id) cross join lateral (
            select r.* from regops_control_requirement l join regops_requirement r on r.id = l.requirement_id and r.deleted_at is null
            where l.control_id = p.id and l.deleted_at is null
              and (cast(? as uuid) is null or (r.framework_version_id, r.ordinal) > (cast(? as uuid), ?))
            order by r.framework_version_id, r.ordinal limit ?) r
          order by r.framework_version_id, r.ordinal
          """;

  private static final String REQUIREMENTS_BACKWARD =
      "select p.id parent, "
          + RequirementRows.COLUMNS
          + """
          from unnest(cast(? as uuid[])) p(id) cross join lateral (
            select r.* from regops_control_requirement l join regops_requirement r on r.id = l.requirement_id and r.deleted_at is null
            where l.control_id = p.id and l.deleted_at is null
              and (cast(? as uuid) is null or (r.framework_version_id, r.ordinal) < (cast(? as uuid), ?))
            order by r.framework_version_id desc, r.ordinal desc limit ?) r
          order by r.framework_version_id desc, r.ordinal desc
          """;

  private record Child<T>(UUID parent, T value) {}

  /** One page of the controls of each requirement, by their references. */
  public Map<UUID, List<Control>> controls(
      SqlTransaction tx, List<UUID> requirementIds, PageRequest page) {
    @Nullable String ref = page.from().map(from -> from.text(0)).orElse(null);
    @Nullable UUID id = page.from().map(from -> from.uuid(1)).orElse(null);
    @Nullable Object[] parameters = {requirementIds, ref, ref, id, page.limit()};
    return grouped(
        page.backward()
            ? tx.query(
                CONTROLS_BACKWARD,
                row -> new Child<>(row.uuid("parent"), ControlRows.read(row)),
                parameters)
            : tx.query(
                CONTROLS_FORWARD,
                row -> new Child<>(row.uuid("parent"), ControlRows.read(row)),
                parameters));
  }

  /** How many controls in use each requirement has. */
  public Map<UUID, Long> controlCounts(SqlTransaction tx, List<UUID> requirementIds) {
    return counted(
        tx.query(
            """
            select l.requirement_id parent, count(*) n
            from regops_control_requirement l join regops_control c on c.id = l.control_id and c.deleted_at is null
            where l.requirement_id = any(cast(? as uuid[])) and l.deleted_at is null group by l.requirement_id
            """,
            row -> new Child<>(row.uuid("parent"), row.bigInteger("n")),
            requirementIds));
  }

  /**
   * One page of the requirements of each control, by framework version and in the order of the
   * catalogue.
   */
  public Map<UUID, List<Requirement>> requirements(
      SqlTransaction tx, List<UUID> controlIds, PageRequest page) {
    @Nullable UUID version = page.from().map(from -> from.uuid(0)).orElse(null);
    @Nullable Integer ordinal = page.from().map(from -> (int) from.number(1)).orElse(null);
    @Nullable Object[] parameters = {controlIds, version, version, ordinal, page.limit()};
    return grouped(
        page.backward()
            ? tx.query(
                REQUIREMENTS_BACKWARD,
                row -> new Child<>(row.uuid("parent"), RequirementRows.read(row)),
                parameters)
            : tx.query(
                REQUIREMENTS_FORWARD,
                row -> new Child<>(row.uuid("parent"), RequirementRows.read(row)),
                parameters));
  }

  /** How many requirements each control meets. */
  public Map<UUID, Long> requirementCounts(SqlTransaction tx, List<UUID> controlIds) {
    return counted(
        tx.query(
            """
            select l.control_id parent, count(*) n
            from regops_control_requirement l join regops_requirement r on r.id = l.requirement_id and r.deleted_at is null
            where l.control_id = any(cast(? as uuid[])) and l.deleted_at is null group by l.control_id
            """,
            row -> new Child<>(row.uuid("parent"), row.bigInteger("n")),
            controlIds));
  }

  /** Links a control to requirements; says how many links are new. */
  public int link(
      TenantTransaction tx, UUID controlId, Collection<UUID> requirementIds, Instant at) {
    return tx.update(
        """
        insert into regops_control_requirement as l (control_id, requirement_id, created_at, created_by, updated_at, updated_by)
        select cast(? as uuid), r.id, a.at, a.actor, a.at, a.actor
        from unnest(cast(? as uuid[])) r(id), (select cast(? as timestamptz) at, cast(? as uuid) actor) a
        on conflict (control_id, requirement_id) do update
          set deleted_at = null, version = l.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
          where l.deleted_at is not null
        """,
        controlId,
        requirementIds,
        at,
        tx.caller().subject());
  }

  /** Takes requirements from a control; says how many links there were. */
  public int unlink(
      TenantTransaction tx, UUID controlId, Collection<UUID> requirementIds, Instant at) {
    return tx.update(
        """
        update regops_control_requirement
        set deleted_at = cast(? as timestamptz), version = version + 1, updated_at = cast(? as timestamptz),
          updated_by = cast(? as uuid)
        where control_id = cast(? as uuid) and requirement_id = any(cast(? as uuid[])) and deleted_at is null
        """,
        at,
        at,
        tx.caller().subject(),
        controlId,
        requirementIds);
  }

  private static Map<UUID, Long> counted(List<Child<Long>> counts) {
    return counts.stream().collect(Collectors.toMap(Child::parent, Child::value));
  }

  private static <T> Map<UUID, List<T>> grouped(List<Child<T>> children) {
    return children.stream()
        .collect(
            Collectors.groupingBy(
                Child::parent,
                LinkedHashMap::new,
                Collectors.mapping(Child::value, Collectors.toList())));
  }
}
