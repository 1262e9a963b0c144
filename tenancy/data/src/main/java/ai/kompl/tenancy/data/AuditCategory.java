package ai.kompl.tenancy.data;

/** The sorts of entries in the audit trail. */
public enum AuditCategory {
  /** State was changed. */
  CHANGE,
  /** An act was refused. */
  DENIAL,
  /** An operation was asked for. */
  REQUEST,
  /** Data were read. */
  ACCESS,
  /** A user or a session changed: sign-in, roles, credentials. */
  USER,
  /** The platform did something by itself. */
  SYSTEM,
  /** A compliance-relevant fact beyond these. */
  COMPLIANCE
}
