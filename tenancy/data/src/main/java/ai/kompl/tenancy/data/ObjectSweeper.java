package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.ProblemException;
import java.time.Duration;

/** Sweeps orphans of all tenants now and then. Any number of processes may run one. */
final class ObjectSweeper implements AutoCloseable {
  private static final Duration EACH = Duration.ofHours(6);
  private static final Duration GRACE = Duration.ofHours(24);

  private final StoredObjects objects;
  private final TenantRegistry registry;
  private final Rounds rounds;

  ObjectSweeper(StoredObjects objects, TenantRegistry registry) {
    this.objects = objects;
    this.registry = registry;
    this.rounds = new Rounds("object-sweep", EACH, this::sweep);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void sweep() {
    try {
      for (Tenant tenant : registry.all()) {
        if (rounds.stopping()) {
          return;
        }
        int removed = objects.sweep(tenant.id(), GRACE);
        if (removed > 0) {
          log().log(System.Logger.Level.INFO, "orphans-swept " + tenant.id() + " " + removed);
        }
      }
    } catch (ProblemException e) {
      log().log(System.Logger.Level.WARNING, "orphans-not-swept", e);
    }
  }

  private static System.Logger log() {
    return System.getLogger(ObjectSweeper.class.getName());
  }
}
