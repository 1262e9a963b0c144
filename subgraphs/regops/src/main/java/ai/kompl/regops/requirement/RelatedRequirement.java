package ai.kompl.regops.requirement;

/** A publisher's reference with the requirement that it leads to. */
public record RelatedRequirement(RequirementRelation relation, Requirement requirement) {}
