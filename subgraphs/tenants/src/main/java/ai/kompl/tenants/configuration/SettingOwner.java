package ai.kompl.tenants.configuration;

/** Who may set a setting for a tenant; for the whole platform operators always may. */
public enum SettingOwner {
  /** The tenant's admins, and operators. */
  ADMIN,
  /** Operators only. */
  OPERATOR,
  /** Nobody: it is the same for all tenants. */
  PLATFORM
}
