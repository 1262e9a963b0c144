package ai.kompl.regops.control;

import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.Position;
import ai.kompl.tenancy.data.SqlTransaction;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All SQL of controls. */
public final class ControlStore {

  private static final String FILTERED =
      """
       from regops_control c, (select cast(? as text) ref_prefix, cast(? as text) text, cast(? as text) type,
        cast(? as uuid) owner_id, cast(? as boolean) linked, cast(? as boolean) deleted) w
      where (c.deleted_at is not null) = w.deleted
        and (w.ref_prefix is null or starts_with(lower(c.ref), lower(w.ref_prefix)))
        and (w.text is null or strpos(lower(concat_ws(' ', c.ref, c.title, c.objective)), lower(w.text)) > 0)
        and (w.type is null or c.type = w.type)
        and (w.owner_id is null or c.owner_id = w.owner_id)
        and (w.linked is null or w.linked = exists (
          select 1 from regops_control_requirement l join regops_requirement r on r.id = l.requirement_id and r.deleted_at is null
          where l.control_id = c.id and l.deleted_at is null))
      """;

  private static final String FORWARD =
      "select "
          + ControlRows.COLUMNS
          + FILTERED
          + " and (cast(? as text) is null or (c.ref, c.id) > (?, cast(? as uuid))) order by c.ref, c.id limit ?";

  private static final String BACKWARD =
      "select "
          + ControlRows.COLUMNS
          + FILTERED
          + " and (cast(? as text) is null or (c.ref, c.id) < (?, cast(? as uuid))) order by c.ref desc, c.id desc limit ?";

  /** The controls in use of those ids. */
  public List<Control> byIds(SqlTransaction tx, Collection<UUID> ids) {
    return tx.query(
        "select "
            + ControlRows.COLUMNS
            + " from regops_control c where c.id = any(cast(? as uuid[])) and c.deleted_at is null",
        ControlRows::read,
        ids);
  }

  /** One control, deleted or not, held until the transaction ends. */
  public Optional<Control> locked(TenantTransaction tx, UUID id) {
    return tx.one(
        "select "
            + ControlRows.COLUMNS
            + " from regops_control c where c.id = cast(? as uuid) for update",
        ControlRows::read,
        id);
  }

  /** One control, deleted or not. */
  public Optional<Control> any(SqlTransaction tx, UUID id) {
    return tx.one(
        "select " + ControlRows.COLUMNS + " from regops_control c where c.id = cast(? as uuid)",
        ControlRows::read,
        id);
  }

  /** Whether another control in use has the reference, whatever its case. */
  public boolean refTaken(SqlTransaction tx, String ref, UUID exceptId) {
    return tx.one(
            "select id from regops_control where lower(ref) = lower(?) and deleted_at is null and id <> cast(? as uuid)",
            row -> row.uuid("id"),
            ref,
            exceptId)
        .isPresent();
  }

  /** A page in the order of the references. */
  public List<Control> page(SqlTransaction tx, ControlFilter filter, PageRequest page) {
    @Nullable String ref = page.from().map(from -> from.text(0)).orElse(null);
    @Nullable UUID id = page.from().map(from -> from.uuid(1)).orElse(null);
    @Nullable Object[] parameters = {
      filter.refPrefix().orElse(null),
      filter.text().orElse(null),
      filter.type().map(Enum::name).orElse(null),
      filter.ownerId().orElse(null),
      filter.hasRequirements().orElse(null),
      filter.deleted(),
      ref,
      ref,
      id,
      page.limit()
    };
    return page.backward()
        ? tx.query(BACKWARD, ControlRows::read, parameters)
        : tx.query(FORWARD, ControlRows::read, parameters);
  }

  /** How many there are. */
  public long count(SqlTransaction tx, ControlFilter filter) {
    return tx.one(
            "select count(*) n " + FILTERED,
            row -> row.bigInteger("n"),
            filter.refPrefix().orElse(null),
            filter.text().orElse(null),
            filter.type().map(Enum::name).orElse(null),
            filter.ownerId().orElse(null),
            filter.hasRequirements().orElse(null),
            filter.deleted())
        .orElse(0L);
  }

  /** Where a control is in a list. */
  public static Position position(Control control) {
    return Position.of(control.ref(), control.id());
  }

  /** Writes a new control. */
  public void insert(TenantTransaction tx, Control control) {
    ControlText text = control.written();
    tx.update(
        """
        insert into regops_control (id, ref, title, objective, type, nature, frequency, review_every_days, tags, owner_id,
          created_at, created_by, updated_at, updated_by)
        select cast(? as uuid), ?, ?, ?, ?, ?, ?, cast(? as integer), cast(? as text[]), cast(? as uuid), a.at, a.actor, a.at, a.actor
        from (select cast(? as timestamptz) at, cast(? as uuid) actor) a
        """,
        control.id(),
        text.ref(),
        text.title(),
        text.objective().orElse(null),
        text.type(),
        text.nature(),
        text.frequency().orElse(null),
        text.reviewEveryDays().orElse(null),
        text.tags(),
        text.ownerId().orElse(null),
        control.createdAt(),
        control.createdById());
  }

  /** Writes a control's next state: its version, text, deletion and who changed it. */
  public void update(TenantTransaction tx, Control control) {
    ControlText text = control.written();
    tx.update(
        """
        update regops_control set version = ?, ref = ?, title = ?, objective = ?, type = ?, nature = ?, frequency = ?,
          review_every_days = cast(? as integer), tags = cast(? as text[]), owner_id = cast(? as uuid),
          updated_at = cast(? as timestamptz), updated_by = cast(? as uuid), deleted_at = cast(? as timestamptz)
        where id = cast(? as uuid)
        """,
        control.version(),
        text.ref(),
        text.title(),
        text.objective().orElse(null),
        text.type(),
        text.nature(),
        text.frequency().orElse(null),
        text.reviewEveryDays().orElse(null),
        text.tags(),
        text.ownerId().orElse(null),
        control.updatedAt(),
        control.updatedById(),
        control.deletedAt().orElse(null),
        control.id());
  }
}
