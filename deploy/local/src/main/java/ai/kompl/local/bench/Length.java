package ai.kompl.local.bench;

import java.time.Duration;

/**
 * How much time the bench takes.
 *
 * @param planSeconds to warm up for each kind of cold plan
 * @param heavy for the heavy query
 * @param large for the answer of 8 MiB
 */
record Length(int planSeconds, Trial.Pace heavy, Trial.Pace large) {
  /** A minute or two, to see that it works; its figures mean little. */
  static final Length BRIEF =
      new Length(
          2,
          new Trial.Pace(warmUp(2, 8), 2, seconds(1), seconds(1), 20),
          new Trial.Pace(warmUp(1, 3), 2, seconds(1), seconds(1), 2));

  /** At most ten minutes, with three other routers. */
  static final Length SHORT =
      new Length(
          6,
          new Trial.Pace(warmUp(4, 40), 5, seconds(3), seconds(4), 20),
          new Trial.Pace(warmUp(2, 12), 3, seconds(2), seconds(2), 2));

  /** What steady figures need. */
  static final Length FULL =
      new Length(
          15,
          new Trial.Pace(warmUp(10, 180), 9, seconds(10), seconds(20), 20),
          new Trial.Pace(warmUp(4, 40), 5, seconds(4), seconds(5), 2));

  /** For the router that is slowed on purpose, where a rough figure will do. */
  static Trial.Pace planted() {
    return new Trial.Pace(warmUp(2, 8), 3, seconds(2), seconds(1), 20);
  }

  private static WarmUp warmUp(int stretch, int limit) {
    return new WarmUp(seconds(stretch), seconds(limit));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
