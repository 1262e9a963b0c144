package ai.kompl.tenancy.data;

/** Whether a tenant is served. */
public enum TenantState {
  ACTIVE,
  SUSPENDED
}
