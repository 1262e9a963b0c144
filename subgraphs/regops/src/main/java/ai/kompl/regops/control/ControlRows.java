package ai.kompl.regops.control;

import ai.kompl.tenancy.data.Row;

/** The columns of a control and how a row of them is read. */
public final class ControlRows {

  /** What {@link #read} reads, of a table called {@code c}. */
  public static final String COLUMNS =
      """
      c.id, c.version, c.ref, c.title, c.objective, c.type, c.nature, c.frequency, c.review_every_days, c.tags, c.owner_id,
      c.created_at, c.created_by, c.updated_at, c.updated_by, c.deleted_at
      """;

  private ControlRows() {}

  /** The control of a row. */
  public static Control read(Row row) {
    var written =
        new ControlText(
            row.string("ref"),
            row.string("title"),
            row.optionalString("objective"),
            ControlType.valueOf(row.string("type")),
            ControlNature.valueOf(row.string("nature")),
            row.optionalString("frequency"),
            row.optionalInteger("review_every_days"),
            row.strings("tags"),
            row.optionalUuid("owner_id"));
    return new Control(
        row.uuid("id"),
        row.integer("version"),
        written,
        row.instant("created_at"),
        row.uuid("created_by"),
        row.instant("updated_at"),
        row.uuid("updated_by"),
        row.optionalInstant("deleted_at"));
  }
}
