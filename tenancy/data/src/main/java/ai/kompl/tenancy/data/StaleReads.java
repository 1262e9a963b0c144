package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import java.time.Duration;
import java.util.Optional;

/** Where reads go that may see rows of a moment ago. */
interface StaleReads extends AutoCloseable {
  /** No replica: all goes to the primary. */
  StaleReads NONE =
      new StaleReads() {
        @Override
        public <T> Optional<T> read(Caller caller, Duration maxLag, TenantReading<T> work) {
          return Optional.empty();
        }

        @Override
        public void written(Caller caller) {}

        @Override
        public <T> Optional<T> ownerRead(OwnerDatabase.OwnerWork<T> work) {
          return Optional.empty();
        }

        @Override
        public void close() {}
      };

  /** Work in a transaction that only reads. */
  @FunctionalInterface
  interface TenantReading<T> {
    T run(RoleTransaction transaction);
  }

  /** What a replica answers; empty when none can, and the primary has to be asked. */
  <T> Optional<T> read(Caller caller, Duration maxLag, TenantReading<T> work);

  /** Is told of everything that a caller has written, or may have. */
  void written(Caller caller);

  /** The owner's read on a replica that has all that was committed up to now; empty as above. */
  <T> Optional<T> ownerRead(OwnerDatabase.OwnerWork<T> work);

  @Override
  void close();
}
