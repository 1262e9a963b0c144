package ai.kompl.tenancy.data;

/** What is done within a transaction on a tenant's data. It may be given up, never half done. */
@FunctionalInterface
public interface TenantWork<T> {
  /** Does the work; an exception rolls all of it back. */
  T run(TenantTransaction transaction);
}
