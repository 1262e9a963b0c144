package ai.kompl.local.verify.tenants;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The CPU time of a request, of the service and the database together. */
final class CpuTrial {
  private static final int ROUNDS = 15;
  private static final int REQUESTS = 4_000;
  private static final int WARMING = 3;

  private final CpuTime cpu;
  private final DataPlatform data;

  CpuTrial(Estate estate, DataPlatform data) {
    this.cpu = new CpuTime(estate.serverPid());
    this.data = data;
  }

  /** In microseconds, where no connection has seen the tenant before. */
  double cold(List<TenantId> tenants) {
    var load = new TenantLoad(data, tenants);
    Duration before = cpu.now();
    load.refused();
    return micros(before, tenants.size());
  }

  /** Both kinds in turn, so that what else the machine does touches both. */
  Outcome warm(List<TenantId> few, List<TenantId> many) {
    var fewLoad = new TenantLoad(data, few);
    var manyLoad = new TenantLoad(data, many);
    manyLoad.each(WARMING);
    fewLoad.zipf(REQUESTS);
    manyLoad.zipf(REQUESTS);
    List<Double> ofFew = new ArrayList<>();
    List<Double> ofMany = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      ofFew.add(micros(fewLoad));
      ofMany.add(micros(manyLoad));
      ratios.add(ofMany.getLast() / ofFew.getLast());
    }
    return new Outcome(Starts.median(ofFew), Starts.median(ofMany), Starts.median(ratios));
  }

  private double micros(TenantLoad load) {
    Duration before = cpu.now();
    load.zipf(REQUESTS);
    return micros(before, REQUESTS);
  }

  private double micros(Duration before, int requests) {
    return cpu.now().minus(before).toNanos() / 1000.0 / requests;
  }

  /**
   * Medians over all rounds.
   *
   * @param fewMicros a request, where there are few tenants
   * @param manyMicros a request, where there are many
   * @param ratio of the two within a round
   */
  record Outcome(double fewMicros, double manyMicros, double ratio) {}
}
