package ai.kompl.tenancy.data;

/** Whether a tenant is served, and what it can become. */
public enum TenantState {
  ACTIVE,
  /** Nothing of the tenant's is read or written until it is resumed; nothing is lost. */
  SUSPENDED;

  /** Whether a tenant in this state can be brought into the other. */
  public boolean mayBecome(TenantState next) {
    return switch (this) {
      case ACTIVE -> next == SUSPENDED;
      case SUSPENDED -> next == ACTIVE;
    };
  }
}
