package ai.kompl.tenancy.events;

import java.time.Duration;
import java.util.List;

/**
 * What a group of consumers is told by the carrier. Each event comes to one member of the group; it
 * comes again, perhaps to another member, until it is acknowledged. A feed is used by one thread.
 *
 * <p>What is told here says that there is something to do and for whom. What is to be done stands
 * in the database, so that a carrier that forgets or repeats does no harm.
 */
public interface EventFeed extends AutoCloseable {
  /**
   * Waits for events, at most so long. Also gives those that a member took long ago without
   * acknowledging them.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the carrier does not answer
   */
  List<Delivery> take(Duration patience);

  /**
   * Says that these need not come again.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the carrier does not answer;
   *     some will come again then
   */
  void acknowledge(List<Delivery> deliveries);

  @Override
  void close();

  /**
   * An event on its way.
   *
   * @param receipt by which the carrier knows this delivery
   */
  record Delivery(Event event, String receipt) {}
}
