package ai.kompl.tenants.configuration;

/** Where a setting has its value from, the nearest to the tenant first. */
public enum SettingLevel {
  /** Set for this tenant. */
  TENANT,
  /** Set for the whole platform. */
  PLATFORM,
  /** Set nowhere: as the programs have it. */
  DEFAULT
}
