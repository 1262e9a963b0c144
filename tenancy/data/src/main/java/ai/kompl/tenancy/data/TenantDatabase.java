package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;

/**
 * The only way to a tenant's tables. Every statement runs under the database role of the caller's
 * tenant, which can reach that tenant's schema and no other.
 */
public interface TenantDatabase {
  /**
   * Runs the work in a read-only transaction.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the database cannot be
   *     reached, TIMEOUT when a statement took too long, CONFLICT when it collided with another
   *     transaction or a unique rule
   */
  <T> T read(Caller caller, TenantWork<T> work);

  /**
   * Runs the work in one transaction: the change of state, its audit entries, its events and its
   * jobs commit together or not at all.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException as {@link #read}. UNAVAILABLE may also mean
   *     that the connection was lost during the commit: whether it happened is then not known
   */
  <T> T write(Caller caller, TenantWork<T> work);
}
