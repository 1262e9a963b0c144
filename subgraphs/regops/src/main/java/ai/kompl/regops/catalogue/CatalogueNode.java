package ai.kompl.regops.catalogue;

import ai.kompl.regops.requirement.RequirementKind;
import ai.kompl.regops.requirement.RequirementRelation;
import java.util.List;
import java.util.Optional;

/**
 * One group or requirement of a catalogue, with all below it.
 *
 * @param id unique in the catalogue, as the file has it
 * @param ref the publisher's reference for people, unique in the catalogue
 * @param text what is asked, parameters filled in; empty when the file has none
 * @param kindLabel the publisher's own word for the kind
 */
public record CatalogueNode(
    String id,
    String ref,
    String title,
    Optional<String> text,
    Optional<String> guidance,
    RequirementKind kind,
    Optional<String> kindLabel,
    boolean active,
    boolean assessable,
    int weight,
    List<String> implementationGroups,
    List<String> assessmentObjectives,
    List<Reference> references,
    List<CatalogueNode> children) {

  public CatalogueNode {
    implementationGroups = List.copyOf(implementationGroups);
    assessmentObjectives = List.copyOf(assessmentObjectives);
    references = List.copyOf(references);
    children = List.copyOf(children);
  }

  /** A publisher's reference to another node of the same catalogue, by its id. */
  public record Reference(RequirementRelation relation, String targetId) {}
}
