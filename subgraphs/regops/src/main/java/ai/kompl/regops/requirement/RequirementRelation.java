package ai.kompl.regops.requirement;

/** How a publisher relates two requirements of one version. */
public enum RequirementRelation {
  RELATED,
  REQUIRED,
  INCORPORATED_INTO,
  MOVED_TO
}
