package ai.kompl.local.verify.cache;

/** What is planted into a process's way to Redis. */
enum Fault {
  /** Nothing. */
  NONE,
  /** It does not reach Redis, others do. */
  CUT,
  /** Changes drop nothing. */
  DROPS_LOST,
  /** Who loads is slow, and stores all the same when he has lost his lease. */
  LEASES_IGNORED,
  /** Names say nothing of the tenant. */
  TENANT_FORGOTTEN
}
