package ai.kompl.tenancy.caller;

/** What sort of party acts. */
public enum CallerKind {
  /** A person who signed in. */
  USER,
  /** A machine account of the tenant. */
  SERVICE_ACCOUNT,
  /** Staff of the platform, acting for all tenants. */
  OPERATOR,
  /** A background worker of the platform, acting for one tenant. */
  SYSTEM
}
