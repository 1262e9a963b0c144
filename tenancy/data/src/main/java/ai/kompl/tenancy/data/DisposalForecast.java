package ai.kompl.tenancy.data;

import java.util.List;

/**
 * What would be disposed of until some time.
 *
 * @param due how many deleted things whose time is over by then and that nothing holds
 * @param held how many more there would be without legal holds
 * @param first some of both, the earliest first
 */
public record DisposalForecast(long due, long held, List<DeletionRecord> first) {
  /** How many are told one by one. */
  public static final int MOST = 100;

  public DisposalForecast {
    first = List.copyOf(first);
  }
}
