package ai.kompl.tenants.flag;

/** Where it was decided whether a feature is on, the nearest to the tenant first. */
public enum FlagLevel {
  /** For this tenant. */
  TENANT,
  /** For all tenants of the plan. */
  PLAN,
  /** For the whole platform. */
  PLATFORM,
  /** Nowhere: as the programs have it. */
  DEFAULT
}
