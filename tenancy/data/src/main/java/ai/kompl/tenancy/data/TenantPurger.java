package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.time.Duration;
import java.time.InstantSource;

/** Purges the tenants whose time has come, now and then. Any number of processes may run one. */
final class TenantPurger implements AutoCloseable {
  private static final Duration EACH = Duration.ofMinutes(10);

  private final TenantPurge purge;
  private final InstantSource clock;
  private final Rounds rounds;

  TenantPurger(TenantPurge purge, InstantSource clock) {
    this.purge = purge;
    this.clock = clock;
    this.rounds = new Rounds("tenant-purge", EACH, this::round);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void round() {
    try {
      for (TenantId tenant : purge.due()) {
        if (rounds.stopping()) {
          return;
        }
        purge(tenant);
      }
    } catch (ProblemException e) {
      log().log(System.Logger.Level.WARNING, "purges-not-looked-for", e);
    }
  }

  /** One that cannot be purged now keeps nobody else from being. */
  private void purge(TenantId tenant) {
    String request = "purge-" + tenant + "-" + clock.instant().getEpochSecond();
    try {
      purge.purge(tenant, Caller.worker(TenantKeys.PLATFORM, "tenants.purge", request));
      log().log(System.Logger.Level.INFO, "tenant-purged " + tenant);
    } catch (ProblemException e) {
      log().log(System.Logger.Level.WARNING, "tenant-not-purged " + tenant + " " + e.problem(), e);
    } catch (IllegalStateException e) {
      log().log(System.Logger.Level.ERROR, "tenant-not-purged " + tenant, e);
    }
  }

  private static System.Logger log() {
    return System.getLogger(TenantPurger.class.getName());
  }
}
