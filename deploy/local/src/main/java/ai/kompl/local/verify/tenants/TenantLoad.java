package ai.kompl.local.verify.tenants;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.TenantDatabase;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Requests of tenants at their tables: one read in a transaction under the tenant's role. Whose
 * request it is follows Zipf's law, the same sequence each time.
 */
final class TenantLoad {
  private static final long SEED = 20_261_123;

  private final TenantDatabase database;
  private final List<Caller> callers;
  private final double[] upTo;

  TenantLoad(DataPlatform data, List<TenantId> tenants) {
    this.database = data.tenantDatabase();
    this.callers =
        tenants.stream().map(tenant -> Caller.worker(tenant, "verify.tenants", "verify")).toList();
    this.upTo = new double[tenants.size()];
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
  }

  /** Each tenant so often, in turn, on all connections. */
  void each(int times) {
    together(thread -> {
      for (int round = 0; round < times; round++) {
        callers.forEach(this::ask);
      }
      return true;
    });
  }

  /** So many requests in all. */
  void zipf(int requests) {
    together(thread -> {
      var random = new Random(SEED + thread);
      for (int i = 0; i < requests / Estate.CONNECTIONS; i++) {
        ask(callers.get(next(random)));
      }
      return true;
    });
  }

  /** Asks until told to stop; says how many were not served. */
  long until(java.util.function.BooleanSupplier stop, long seed) {
    var random = new Random(seed);
    long refused = 0;
    while (!stop.getAsBoolean()) {
      refused += served(callers.get(next(random))) ? 0 : 1;
    }
    return refused;
  }

  /** How many tenants are not served now. */
  long refused() {
    return callers.stream().filter(caller -> !served(caller)).count();
  }

  private boolean served(Caller caller) {
    try {
      ask(caller);
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  private int next(Random random) {
    double wanted = random.nextDouble() * upTo[upTo.length - 1];
    int place = java.util.Arrays.binarySearch(upTo, wanted);
    return place >= 0 ? place : -place - 1;
  }

  private void ask(Caller caller) {
    database.read(
        caller,
        tx ->
            tx.one(
                "select title from pad_001 where id = ?",
                row -> row.string("title"),
                new UUID(1, 1)));
  }

  private static void together(java.util.function.IntFunction<Boolean> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> running =
          IntStream.range(0, Estate.CONNECTIONS)
              .mapToObj(thread -> threads.submit(() -> work.apply(thread)))
              .toList();
      for (Future<Boolean> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a tenant was not served", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
