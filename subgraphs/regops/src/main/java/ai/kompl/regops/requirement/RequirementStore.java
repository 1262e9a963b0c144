package ai.kompl.regops.requirement;

import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.Position;
import ai.kompl.tenancy.data.SqlTransaction;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All SQL of requirements. */
public final class RequirementStore {

  private static final String WANTED =
      """
      (select cast(? as text) family, cast(? as text) ref_prefix, cast(? as boolean) active, cast(? as text) text,
        cast(? as integer) level, cast(? as text) kind, cast(? as boolean) has_controls) w
      """;

  private static final String MATCHES =
      """
        r.deleted_at is null
        and (w.family is null or lower(r.family) = lower(w.family))
        and (w.ref_prefix is null or starts_with(lower(r.ref), lower(w.ref_prefix)))
        and (w.active is null or r.active = w.active)
        and (w.text is null or strpos(lower(concat_ws(' ', r.ref, r.title, r.body, r.guidance)), lower(w.text)) > 0)
        and (w.level is null or r.level = w.level)
        and (w.kind is null or r.kind = w.kind)
        and (w.has_controls is null or w.has_controls = exists (
          select 1 from regops_control_requirement l join regops_control c on c.id = l.control_id and c.deleted_at is null
          where l.requirement_id = r.id and l.deleted_at is null))
      """;

  private static final String OF_VERSIONS_FORWARD =
      "select "
          + RequirementRows.COLUMNS
          + " from "
          + WANTED
          + ", unnest(cast(? as uuid[])) p(id) cross join lateral ("
          + "select * from regops_requirement r where r.framework_version_id = p.id and "
          + MATCHES
          + " and (cast(? as integer) is null or r.ordinal > ?) order by r.ordinal limit ?) r order by r.ordinal";

  private static final String OF_VERSIONS_BACKWARD =
      "select "
          + RequirementRows.COLUMNS
          + " from "
          + WANTED
          + ", unnest(cast(? as uuid[])) p(id) cross join lateral ("
          + "select * from regops_requirement r where r.framework_version_id = p.id and "
          + MATCHES
          + " and (cast(? as integer) is null or r.ordinal < ?) order by r.ordinal desc limit ?) r order by r.ordinal desc";

  private static final String CHILDREN_FORWARD =
      "select "
          + RequirementRows.COLUMNS
          + """
          from unnest(cast(? as uuid[])) p(id) cross join lateral (
            select * from regops_requirement c
            where c.parent_id = p.id and c.deleted_at is null and (cast(? as boolean) is null or c.active = ?)
              and (cast(? as integer) is null or c.ordinal > ?)
            order by c.ordinal limit ?) r
          order by r.ordinal
          """;

  private static final String CHILDREN_BACKWARD =
      "select "
          + RequirementRows.COLUMNS
          + """
          from unnest(cast(? as uuid[])) p(id) cross join lateral (
            select * from regops_requirement c
            where c.parent_id = p.id and c.deleted_at is null and (cast(? as boolean) is null or c.active = ?)
              and (cast(? as integer) is null or c.ordinal < ?)
            order by c.ordinal desc limit ?) r
          order by r.ordinal desc
          """;

  private record Count(UUID parent, long requirements) {}

  /** The requirements of those ids that there are. */
  public List<Requirement> byIds(SqlTransaction tx, Collection<UUID> ids) {
    return tx.query(
        "select "
            + RequirementRows.COLUMNS
            + " from regops_requirement r where r.id = any(cast(? as uuid[])) and r.deleted_at is null",
        RequirementRows::read,
        ids);
  }

  /** Which of those ids are requirements. */
  public List<UUID> existing(SqlTransaction tx, Collection<UUID> ids) {
    return tx.query(
        "select r.id from regops_requirement r where r.id = any(cast(? as uuid[])) and r.deleted_at is null",
        row -> row.uuid("id"),
        ids);
  }

  /**
   * One page of the requirements of each version that pass the filter, in the order of the
   * catalogue.
   */
  public Map<UUID, List<Requirement>> pages(
      SqlTransaction tx, List<UUID> versionIds, RequirementFilter filter, PageRequest page) {
    @Nullable Object from = ordinal(page);
    @Nullable Object[] parameters = with(wanted(filter), versionIds, from, from, page.limit());
    var found =
        page.backward()
            ? tx.query(OF_VERSIONS_BACKWARD, RequirementRows::read, parameters)
            : tx.query(OF_VERSIONS_FORWARD, RequirementRows::read, parameters);
    return found.stream().collect(Collectors.groupingBy(Requirement::frameworkVersionId));
  }

  /** How many requirements of each version pass the filter. */
  public Map<UUID, Long> counts(
      SqlTransaction tx, List<UUID> versionIds, RequirementFilter filter) {
    return counted(
        tx.query(
            "select r.framework_version_id parent, count(*) n from "
                + WANTED
                + ", regops_requirement r where r.framework_version_id = any(cast(? as uuid[])) and "
                + MATCHES
                + " group by r.framework_version_id",
            row -> new Count(row.uuid("parent"), row.bigInteger("n")),
            with(wanted(filter), versionIds)));
  }

  /** One page of the children of each requirement. */
  public Map<UUID, List<Requirement>> children(
      SqlTransaction tx, List<UUID> parentIds, Optional<Boolean> active, PageRequest page) {
    @Nullable Object from = ordinal(page);
    @Nullable Boolean wanted = active.orElse(null);
    @Nullable Object[] parameters = {parentIds, wanted, wanted, from, from, page.limit()};
    var found =
        page.backward()
            ? tx.query(CHILDREN_BACKWARD, RequirementRows::read, parameters)
            : tx.query(CHILDREN_FORWARD, RequirementRows::read, parameters);
    return found.stream().collect(Collectors.groupingBy(child -> child.parentId().orElseThrow()));
  }

  /** How many children each requirement has. */
  public Map<UUID, Long> childCounts(
      SqlTransaction tx, List<UUID> parentIds, Optional<Boolean> active) {
    @Nullable Boolean wanted = active.orElse(null);
    return counted(
        tx.query(
            """
            select parent_id parent, count(*) n from regops_requirement
            where parent_id = any(cast(? as uuid[])) and deleted_at is null and (cast(? as boolean) is null or active = ?)
            group by parent_id
            """,
            row -> new Count(row.uuid("parent"), row.bigInteger("n")),
            parentIds,
            wanted,
            wanted));
  }

  /** Where a requirement is among those of its version, and among its siblings. */
  public static Position position(Requirement requirement) {
    return Position.of(requirement.ordinal());
  }

  /**
   * Writes requirements in one statement.
   *
   * @param rowsJson an array of objects with the names of the columns
   */
  public int insert(TenantTransaction tx, String rowsJson, UUID actor) {
    return tx.update(
        """
        insert into regops_requirement (id, framework_version_id, ordinal, ref, title, body, guidance, kind, kind_label, assessable,
          active, weight, level, path, family, parent_id, implementation_groups, assessment_objectives, related_ids,
          related_relations, created_at, created_by, updated_at, updated_by)
        select r.id, r.framework_version_id, r.ordinal, r.ref, r.title, r.body, r.guidance, r.kind, r.kind_label, r.assessable,
          r.active, r.weight, r.level, r.path, r.family, r.parent_id, r.implementation_groups, r.assessment_objectives,
          r.related_ids, r.related_relations, now(), a.actor, now(), a.actor
        from (select cast(? as uuid) actor) a, json_to_recordset(cast(? as json)) as r(id uuid, framework_version_id uuid,
          ordinal integer, ref text, title text, body text, guidance text, kind text, kind_label text, assessable boolean,
          active boolean, weight integer, level integer, path text[], family text, parent_id uuid, implementation_groups text[],
          assessment_objectives text[], related_ids uuid[], related_relations text[])
        """,
        actor,
        rowsJson);
  }

  private static Map<UUID, Long> counted(List<Count> counts) {
    return counts.stream().collect(Collectors.toMap(Count::parent, Count::requirements));
  }

  private static @Nullable Object ordinal(PageRequest page) {
    return page.from().map(from -> (int) from.number(0)).orElse(null);
  }

  private static @Nullable Object[] wanted(RequirementFilter filter) {
    return new @Nullable Object[] {
      filter.family().orElse(null),
      filter.refPrefix().orElse(null),
      filter.active().orElse(null),
      filter.text().orElse(null),
      filter.level().orElse(null),
      filter.kind().map(Enum::name).orElse(null),
      filter.hasControls().orElse(null)
    };
  }

  private static @Nullable Object[] with(@Nullable Object[] first, @Nullable Object... more) {
    var all = new ArrayList<@Nullable Object>(Arrays.asList(first));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }
}
