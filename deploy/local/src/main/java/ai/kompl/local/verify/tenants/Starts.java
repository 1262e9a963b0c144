package ai.kompl.local.verify.tenants;

import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.Tenant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What it takes to start with the tenants that there are.
 *
 * @param millis the median of several starts
 * @param roundTrips to the database, in one start
 */
record Starts(double millis, long roundTrips) {
  private static final int STARTS = 5;

  static Starts of(Estate estate) throws IOException {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      long begun = System.nanoTime();
      DataPlatform data = estate.open();
      nanos.add(System.nanoTime() - begun);
      data.close();
    }
    return new Starts(median(nanos) / 1e6, counted(estate, false));
  }

  /** The round trips of a start that looks at each tenant by itself. */
  static long askingForEach(Estate estate) throws IOException {
    return counted(estate, true);
  }

  private static long counted(Estate estate, boolean each) throws IOException {
    try (var wire = new RoundTrips(estate.port())) {
      String url = estate.url().replace(":" + estate.port() + "/", ":" + wire.port() + "/");
      try (DataPlatform data = estate.open(url)) {
        for (Tenant tenant : each ? data.registry().all() : List.<Tenant>of()) {
          data.registry().find(tenant.id());
        }
        return wire.turns();
      }
    }
  }

  static double median(Collection<? extends Number> values) {
    double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
