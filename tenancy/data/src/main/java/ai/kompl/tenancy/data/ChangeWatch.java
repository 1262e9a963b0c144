package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.EventDraft;
import java.time.Instant;
import java.util.List;

/**
 * Is told of every change of a tenant's data that states events, on the thread that makes it: just
 * before its commit, and again before it is acknowledged. For caches, which must not show what was
 * before.
 */
@FunctionalInterface
public interface ChangeWatch {
  /** Watches nothing. */
  ChangeWatch NONE = (_, _) -> Watched.NOTHING;

  /**
   * Everything is written, nothing is committed. What it throws rolls the change back.
   *
   * @param events what the change states, in its order
   */
  Watched before(TenantId tenant, List<StatedEvent> events);

  /** How a watched change ended. Exactly one of the two is called. */
  interface Watched {
    /** Nobody cares. */
    Watched NOTHING =
        new Watched() {
          @Override
          public void committed() {}

          @Override
          public void givenUp() {}
        };

    /**
     * It is committed; when this returns it is acknowledged.
     *
     * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when it must not be acknowledged
     */
    void committed();

    /** It did not happen, or nobody knows. */
    void givenUp();
  }

  /**
   * An event as it will be published.
   *
   * @param draft what it says
   * @param occurredAt when; with the draft it tells the event from others
   */
  record StatedEvent(EventDraft draft, Instant occurredAt) {}
}
