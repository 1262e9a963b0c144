package ai.kompl.regops.control;

import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.events.EventDraft;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes of controls as they are booked: the state, the audit entry and the event in one
 * transaction.
 */
public final class ControlLedger {

  private final ControlStore store;
  private final InstantSource clock;

  public ControlLedger(ControlStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The control to be changed, held until the transaction ends.
   *
   * @param deleted whether it must be a deleted one
   * @throws ProblemException {@code NOT_FOUND}, or {@code CONFLICT} when it has another version
   *     than expected
   */
  public Control held(
      TenantTransaction tx, UUID id, boolean deleted, Optional<Integer> expectedVersion) {
    Control control =
        store
            .locked(tx, id)
            .filter(found -> found.deletedAt().isPresent() == deleted)
            .orElseThrow(
                () -> new ProblemException(Problem.NOT_FOUND, "There is no such control."));
    if (expectedVersion.filter(expected -> expected != control.version()).isPresent()) {
      throw ProblemException.at(
          "input.expectedVersion",
          Problem.CONFLICT,
          "The control has version " + control.version() + " by now. Read it again and retry.");
    }
    return control;
  }

  /**
   * Writes the next state and what it says, under the next version; tells of it as {@code
   * regops.control.<what>}.
   */
  public Control book(
      TenantTransaction tx, Control before, ControlText text, Said said, What what) {
    var now = clock.instant();
    Optional<java.time.Instant> deletedAt =
        switch (what) {
          case DELETED -> Optional.of(now);
          case RESTORED -> Optional.empty();
          case CREATED, UPDATED, LINKED, UNLINKED -> before.deletedAt();
        };
    UUID actor = tx.caller().subject();
    var after =
        new Control(
            before.id(),
            before.version() + 1,
            text,
            before.createdAt(),
            before.createdById(),
            now,
            actor,
            deletedAt);
    store.update(tx, after);
    tell(tx, after, said, what);
    return after;
  }

  /** The event that tells of it. */
  static String eventType(What what) {
    return "regops.control." + what.name().toLowerCase(Locale.ROOT);
  }

  /** Writes the audit entry and the event of a change that is already written. */
  public void tell(TenantTransaction tx, Control control, Said said, What what) {
    String id = GlobalId.of(Control.TYPE.code(), tx.caller().tenant(), control.id()).toString();
    String type = eventType(what);
    var entry = AuditEntry.change(type, Control.TYPE.name(), id, said.detailsJson());
    tx.audit(said.reason().map(entry::because).orElse(entry));
    tx.publish(
        new EventDraft(type, Control.TYPE.name(), id, "{\"version\":" + control.version() + "}"));
  }

  /**
   * What the audit trail is told beside the change itself.
   *
   * @param detailsJson what changed, as a JSON object
   * @param reason why, where a reason was given
   */
  public record Said(String detailsJson, Optional<String> reason) {
    /** Nothing. */
    static final Said NOTHING = of("{}");

    /** What changed. */
    public static Said of(String detailsJson) {
      return new Said(detailsJson, Optional.empty());
    }
  }

  /** What happened to a control. */
  public enum What {
    CREATED,
    UPDATED,
    DELETED,
    RESTORED,
    LINKED,
    UNLINKED
  }
}
