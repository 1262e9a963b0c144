package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.time.InstantSource;

/** Keeps the checkpoints of all audit trails up to date. Any number of processes may run one. */
final class AuditSealer implements AutoCloseable {
  private final AuditSeals seals;
  private final AuditSealing rhythm;
  private final InstantSource clock;
  private final Rounds rounds;

  AuditSealer(AuditSeals seals, AuditSealing rhythm, InstantSource clock) {
    this.seals = seals;
    this.rhythm = rhythm;
    this.clock = clock;
    this.rounds = new Rounds("audit-checkpoints", rhythm.look(), this::look);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void look() {
    try {
      for (TenantId tenant : seals.due(rhythm.many(), clock.instant().minus(rhythm.oldest()))) {
        if (rounds.stopping()) {
          return;
        }
        seal(tenant);
      }
    } catch (ProblemException e) {
      warn("audit-trails-not-read", e);
    }
  }

  /** One trail that cannot be sealed keeps no other from it. */
  private void seal(TenantId tenant) {
    try {
      seals
          .seal(tenant)
          .ifPresent(fault ->
              System.getLogger(AuditSealer.class.getName())
                  .log(System.Logger.Level.ERROR, "audit-trail-broken " + tenant + " " + fault));
    } catch (ProblemException e) {
      warn("audit-trail-not-sealed " + tenant, e);
    }
  }

  private static void warn(String event, ProblemException failure) {
    System.getLogger(AuditSealer.class.getName()).log(System.Logger.Level.WARNING, event, failure);
  }
}
