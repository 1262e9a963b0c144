package ai.kompl.regops.requirement;

import ai.kompl.kit.EntityType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One node of a framework version's tree.
 *
 * @param ordinal place in the catalogue from 0, parents before their children
 * @param ref the publisher's reference, unique within the version
 * @param text what is asked; empty when the text is licensed and was not imported
 * @param level depth in the tree, 0 at the top
 * @param path references from the top down to this one
 * @param family reference of the top of the tree
 * @param links the publisher's references to other requirements of the version
 */
public record Requirement(
    UUID id,
    UUID frameworkVersionId,
    int ordinal,
    String ref,
    String title,
    Optional<String> text,
    Optional<String> guidance,
    RequirementKind kind,
    Optional<String> kindLabel,
    boolean assessable,
    boolean active,
    int weight,
    int level,
    List<String> path,
    String family,
    Optional<UUID> parentId,
    List<String> implementationGroups,
    List<String> assessmentObjectives,
    List<RequirementLink> links) {

  /** The entity of the graph. */
  public static final EntityType<Requirement> TYPE =
      new EntityType<>("Requirement", "requirement", Requirement.class, Requirement::id);

  public Requirement {
    path = List.copyOf(path);
    implementationGroups = List.copyOf(implementationGroups);
    assessmentObjectives = List.copyOf(assessmentObjectives);
    links = List.copyOf(links);
  }
}
