package ai.kompl.regops.requirement;

import java.util.UUID;

/** A publisher's reference from a requirement to another of the same version. */
public record RequirementLink(RequirementRelation relation, UUID requirementId) {}
