package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import java.time.Duration;

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
   * As {@link #read}, but on a replica where there is one that is near enough: for exports, reports
   * and lists of which nobody minds that they are some moments old, never for what a mutation
   * decides by. A caller always sees what its session has written through this process. Without a
   * replica, or when it is away or behind, the primary is read; the work may then run a second
   * time.
   *
   * @param maxLag how old the rows may be
   */
  default <T> T readStale(Caller caller, Duration maxLag, TenantWork<T> work) {
    return read(caller, work);
  }

  /**
   * Adds an entry to the trail of the caller's tenant and does nothing else. It is possible even
   * where nothing may be changed any more: who was refused or has looked is told of all the same.
   */
  default void record(Caller caller, AuditEntry entry) {
    write(
        caller,
        transaction -> {
          transaction.audit(entry);
          return true;
        });
  }

  /**
   * Runs the work in one transaction: the change of state, its audit entries, its events and its
   * jobs commit together or not at all.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException as {@link #read}. UNAVAILABLE may also mean
   *     that the connection was lost during the commit: whether it happened is then not known.
   *     LICENCE_EXPIRED when the tenant's licence is over and the caller is one of its own
   */
  <T> T write(Caller caller, TenantWork<T> work);
}
