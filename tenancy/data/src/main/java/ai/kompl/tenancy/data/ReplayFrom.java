package ai.kompl.tenancy.data;

import java.time.Instant;

/** Where a replay of events begins. */
public sealed interface ReplayFrom {
  /** With what was stated at that time. */
  record Moment(Instant at) implements ReplayFrom {}

  /** With the event of that number. */
  record Sequence(long number) implements ReplayFrom {}
}
