package ai.kompl.tenancy.events;

import ai.kompl.tenancy.caller.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How events are followed. */
public interface EventStream {
  /**
   * Follows the events published from now on, until the subscription is closed.
   *
   * @param follower is called on the stream's own thread, one event after the other, and must not
   *     block: whoever needs time puts the event into a queue of its own. What it throws is logged
   *     and does not stop the others
   */
  Subscription subscribe(EventFilter filter, Consumer<Event> follower);

  /**
   * The events of a tenant after the one with that sequence, in order, as far as they are kept.
   *
   * @return empty when the event is no longer (or not yet) in the stream: the follower has to read
   *     the present state anew
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the carrier does not answer
   */
  Optional<List<Event>> replay(TenantId tenant, long afterSequence);

  /** A running subscription. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
