package ai.kompl.local.verify.durability;

import java.util.List;
import java.util.Map;

/**
 * What is there after a recovery.
 *
 * @param effects what operations have changed, in the order in which it was written
 * @param audits how many audit records tell of an operation
 * @param events the outbox, by rising number
 * @param applied what a consumer applied of the delivered events, in its order
 * @param jobs how many background jobs an operation has left
 * @param notes how often the job of an operation was done or told to be given up
 * @param sum of what transfers move around
 */
record Found(
    List<Change> effects,
    Map<String, Integer> audits,
    List<Change> events,
    List<Change> applied,
    Map<String, Integer> jobs,
    Map<String, Integer> notes,
    long sum) {
  Found {
    effects = List.copyOf(effects);
    audits = Map.copyOf(audits);
    events = List.copyOf(events);
    applied = List.copyOf(applied);
    jobs = Map.copyOf(jobs);
    notes = Map.copyOf(notes);
  }

  /**
   * A change as its row, or its event, tells it.
   *
   * @param place its place in the order of its aggregate, from 1
   */
  record Change(String op, String aggregate, int place) {}
}
