package ai.kompl.regops.requirement;

import ai.kompl.tenancy.data.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The columns of a requirement and how a row of them is read. */
public final class RequirementRows {

  /** What {@link #read} reads, of a table called {@code r}. */
  public static final String COLUMNS =
      """
      r.id, r.framework_version_id, r.ordinal, r.ref, r.title, r.body, r.guidance, r.kind, r.kind_label, r.assessable, r.active,
      r.weight, r.level, r.path, r.family, r.parent_id, r.implementation_groups, r.assessment_objectives, r.related_ids,
      r.related_relations
      """;

  private RequirementRows() {}

  /** The requirement of a row. */
  public static Requirement read(Row row) {
    return new Requirement(
        row.uuid("id"),
        row.uuid("framework_version_id"),
        row.integer("ordinal"),
        row.string("ref"),
        row.string("title"),
        row.optionalString("body"),
        row.optionalString("guidance"),
        RequirementKind.valueOf(row.string("kind")),
        row.optionalString("kind_label"),
        row.bool("assessable"),
        row.bool("active"),
        row.integer("weight"),
        row.integer("level"),
        row.strings("path"),
        row.string("family"),
        row.optionalUuid("parent_id"),
        row.strings("implementation_groups"),
        row.strings("assessment_objectives"),
        links(row));
  }

  private static List<RequirementLink> links(Row row) {
    List<UUID> targets = row.uuids("related_ids");
    List<String> relations = row.strings("related_relations");
    var links = new ArrayList<RequirementLink>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      links.add(new RequirementLink(RequirementRelation.valueOf(relations.get(i)), targets.get(i)));
    }
    return links;
  }
}
