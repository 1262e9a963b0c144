package ai.kompl.regops.requirement;

/** What a node of the requirement tree is. */
public enum RequirementKind {
  /** Holds requirements and asks nothing itself, for example a family or a chapter. */
  GROUP,
  /** Asks something. */
  REQUIREMENT,
  /** Asks more than the requirement above it. */
  ENHANCEMENT
}
