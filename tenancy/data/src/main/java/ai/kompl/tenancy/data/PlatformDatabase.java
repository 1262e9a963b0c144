package ai.kompl.tenancy.data;

/**
 * The way to the shared tables of one subgraph: users, licences, plans and the like. The errors are
 * those of {@link TenantDatabase}.
 */
public interface PlatformDatabase {
  /** Runs the work in a read-only transaction. */
  <T> T read(PlatformWork<T> work);

  /** Runs the work in one transaction. */
  <T> T write(PlatformWork<T> work);
}
