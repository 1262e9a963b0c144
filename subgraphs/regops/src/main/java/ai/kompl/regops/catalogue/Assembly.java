package ai.kompl.regops.catalogue;

import ai.kompl.regops.catalogue.CatalogueNode.Reference;
import ai.kompl.regops.catalogue.Draft.DraftReference;
import ai.kompl.regops.requirement.RequirementKind;
import ai.kompl.regops.requirement.RequirementRelation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Turns drafts into a catalogue, or into problems. The same rules hold for every format. */
final class Assembly {

  private final ProblemLog problems;
  private final CatalogueLimits limits;
  private final boolean excerpt;
  private final Map<String, Draft> byId = new HashMap<>();
  private final Map<String, Draft> byRef = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private int entries;

  /**
   * @param excerpt whether the file says itself that it holds a selection of a larger catalogue:
   *     then "related" references may lead outside of it and are left out with a warning
   */
  Assembly(ProblemLog problems, CatalogueLimits limits, boolean excerpt) {
    this.problems = problems;
    this.limits = limits;
    this.excerpt = excerpt;
  }

  /** Says that a reference to {@code alias}, a part of a node, means the node {@code id}. */
  void alias(String alias, String id) {
    aliases.put(alias, id);
  }

  /** The roots as checked nodes; meaningful only when the log has no error afterwards. */
  List<CatalogueNode> assemble(List<Draft> roots) {
    roots.forEach(this::register);
    if (entries == 0 && !problems.refused()) {
      problems.error(
          ProblemCode.CATALOGUE_NO_REQUIREMENTS,
          "The catalogue holds no requirement. Give at least one.",
          Place.FILE);
    }
    if (byId.size() > limits.maxNodes()) {
      problems.error(
          ProblemCode.CATALOGUE_TOO_MANY_ENTRIES,
          "The catalogue holds "
              + byId.size()
              + " nodes, more than the limit of "
              + limits.maxNodes()
              + ". Split it.",
          Place.FILE);
      return List.of();
    }
    return roots.stream().map(this::node).toList();
  }

  private void register(Draft draft) {
    if (draft.ref.isBlank()) {
      draft.ref = draft.id;
    }
    if (draft.id.isBlank()) {
      problems.error(
          ProblemCode.CATALOGUE_FIELD_MISSING, "This node has no id. Give it one.", draft.place);
    } else if (unique(byId, draft.id, draft, ProblemCode.CATALOGUE_DUPLICATE_ID)) {
      unique(byRef, draft.ref, draft, ProblemCode.CATALOGUE_DUPLICATE_REF);
    }
    if (draft.title.isBlank()) {
      problems.error(
          ProblemCode.CATALOGUE_FIELD_MISSING,
          "'" + draft.id + "' has no title. Give it one.",
          draft.place);
    }
    entries += draft.kind == RequirementKind.GROUP ? 0 : 1;
    draft.children.forEach(this::register);
  }

  private boolean unique(Map<String, Draft> seen, String value, Draft draft, ProblemCode code) {
    Draft first = seen.putIfAbsent(value, draft);
    if (first != null) {
      problems.error(
          code,
          "'" + value + "' is there twice, first at " + where(first) + ". Make it unique.",
          draft.place);
    }
    return first == null;
  }

  private static String where(Draft draft) {
    return draft.place.path().orElse("the beginning")
        + draft.place.line().map(line -> " (line " + line + ")").orElse("");
  }

  private CatalogueNode node(Draft draft) {
    boolean asks = draft.kind != RequirementKind.GROUP && !draft.withdrawn;
    return new CatalogueNode(
        draft.id,
        draft.ref,
        draft.title,
        draft.text,
        draft.guidance,
        draft.kind,
        draft.kindLabel,
        !draft.withdrawn,
        draft.assessable.orElse(asks),
        draft.weight,
        draft.implementationGroups,
        draft.assessmentObjectives,
        references(draft),
        draft.children.stream().map(this::node).toList());
  }

  private List<Reference> references(Draft draft) {
    var found = new LinkedHashSet<Reference>();
    for (DraftReference reference : draft.references) {
      String target = aliases.getOrDefault(reference.targetId(), reference.targetId());
      if (!byId.containsKey(target)) {
        unknown(draft, reference);
      } else if (!target.equals(draft.id)) {
        found.add(new Reference(reference.relation(), target));
      }
    }
    return new ArrayList<>(found);
  }

  private void unknown(Draft draft, DraftReference reference) {
    String what =
        "'"
            + draft.id
            + "' refers to '"
            + reference.targetId()
            + "' ("
            + reference.relation()
            + "), which is not in the catalogue.";
    if (excerpt && reference.relation() == RequirementRelation.RELATED) {
      problems.warn(
          ProblemCode.CATALOGUE_UNKNOWN_REFERENCE,
          what + " The reference is left out.",
          reference.place());
    } else {
      problems.error(
          ProblemCode.CATALOGUE_UNKNOWN_REFERENCE,
          what + " Add the control or take the reference away.",
          reference.place());
    }
  }
}
