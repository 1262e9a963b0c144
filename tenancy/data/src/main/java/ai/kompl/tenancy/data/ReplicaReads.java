package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends reads that allow staleness to the replicas, in turn. */
final class ReplicaReads implements StaleReads {
  private final List<Replica> replicas;
  private final PrimaryLog log;
  private final AtomicInteger turn = new AtomicInteger();

  ReplicaReads(List<Replica> replicas, PrimaryLog log) {
    this.replicas = List.copyOf(replicas);
    this.log = log;
  }

  @Override
  public <T> Optional<T> read(Caller caller, Duration maxLag, TenantReading<T> work) {
    if (TenantShares.servedWithin(caller.tenant())) {
      // Within a transaction of the tenant's, which may have changed what is read.
      return Optional.empty();
    }
    LogPosition needed = log.needed(caller, maxLag);
    return next().read(caller, needed, work);
  }

  @Override
  public void written(Caller caller) {
    log.written(caller);
  }

  @Override
  public <T> Optional<T> ownerRead(OwnerDatabase.OwnerWork<T> work) {
    return next().ownerRead(log.now(), work);
  }

  private Replica next() {
    return replicas.get(Math.floorMod(turn.getAndIncrement(), replicas.size()));
  }

  @Override
  public void close() {
    replicas.forEach(Replica::close);
  }
}
