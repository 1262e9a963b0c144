package ai.kompl.local.verify.cache;

import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * A seeded trace: tenants alike, words by Zipf's law, every twentieth operation a change. What ends
 * badly is not noted: nobody was shown anything and nothing was acknowledged.
 */
final class Trace {
  private static final int THREADS = 4;
  private static final double CHANGES = 0.05;

  private final TraceProcess process;
  private final List<TenantId> tenants;
  private final double[] upTo = new double[TraceGround.WORDS];
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

  Trace(TraceProcess process, List<TenantId> tenants) {
    this.process = process;
    this.tenants = tenants;
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
  }

  void run(Path file, String millis, String seed) throws IOException {
    long end = System.nanoTime() + Duration.ofMillis(Long.parseLong(millis)).toNanos();
    var random = new SplittableRandom(Long.parseLong(seed));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom own = random.split();
        threads.execute(() -> {
          while (System.nanoTime() - end < 0) {
            step(own);
          }
        });
      }
    }
    Files.write(file, seen.stream().map(Seen::line).toList());
  }

  private void step(SplittableRandom random) {
    TenantId tenant = tenants.get(random.nextInt(tenants.size()));
    int word = word(random);
    boolean write = random.nextDouble() < CHANGES;
    var id = TraceGround.word(word);
    long from = System.nanoTime();
    try {
      long version = write ? process.change(tenant, id) : process.read(tenant, id);
      seen.add(new Seen(write, tenant + "/" + word, from, System.nanoTime(), version));
    } catch (ProblemException e) {
      System.getLogger(Trace.class.getName())
          .log(System.Logger.Level.DEBUG, "trace-step-failed", e);
    }
  }

  private int word(SplittableRandom random) {
    double point = random.nextDouble() * upTo[upTo.length - 1];
    int word = 0;
    while (upTo[word] < point) {
      word++;
    }
    return word;
  }
}
