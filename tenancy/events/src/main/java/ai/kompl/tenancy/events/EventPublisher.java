package ai.kompl.tenancy.events;

import java.util.List;

/** Puts events before their followers. Used by the relay of the outbox. */
@FunctionalInterface
public interface EventPublisher {
  /**
   * Publishes the events in their order. When it returns normally all of them are kept by the
   * carrier.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the carrier does not answer;
   *     some may have been published then, and are to be published again
   */
  void publish(List<Event> events);
}
