package ai.kompl.tenancy.data;

/** Whether a tenant is served, and what it can become. */
public enum TenantState {
  ACTIVE,
  /** Nothing of the tenant's is read or written until it is resumed; nothing is lost. */
  SUSPENDED,
  /** It is being closed: read and exported, not written, until its end or until that is revoked. */
  OFFBOARDING,
  /** It is being removed, which cannot be revoked any more. */
  PURGING,
  /** Nothing is left of it but its row, its audit chain and the certificate. */
  PURGED;

  /** Whether a tenant in this state can be brought into the other. */
  public boolean mayBecome(TenantState next) {
    return switch (this) {
      case ACTIVE -> next == SUSPENDED || next == OFFBOARDING;
      case SUSPENDED -> next == ACTIVE || next == OFFBOARDING;
      case OFFBOARDING -> next == ACTIVE || next == SUSPENDED || next == PURGING;
      case PURGING -> next == PURGED;
      case PURGED -> false;
    };
  }

  /** Whether its people may sign in and read. */
  public boolean isServed() {
    return this == ACTIVE || this == OFFBOARDING;
  }
}
