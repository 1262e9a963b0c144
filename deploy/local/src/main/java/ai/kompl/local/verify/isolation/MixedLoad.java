package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.isolation.Finding.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests of both tenants at once over kept-alive connections, some broken off at a random byte,
 * while backends of the database are killed. Each answer is searched for the other's canary.
 */
final class MixedLoad {
  /**
   * How much.
   *
   * @param requests how many, cancelled ones among them
   * @param cancellations how many of them are broken off
   * @param kills how many backends are killed meanwhile
   * @param lines connections at once, each with a virtual thread
   * @param seed of all random choices
   */
  record Size(int requests, int cancellations, int kills, int lines, long seed) {
    /** Whether the request of that number is one of those broken off, which lie evenly. */
    boolean cancels(long ticket) {
      return cancellations > 0 && ticket % (requests / cancellations) == 0;
    }
  }

  private static final Duration BETWEEN_KILLS = Duration.ofMillis(3);
  private static final String KILL =
      """
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'kompl-service' and datname = current_database()
      order by random() limit 1
      """;

  private final Scene scene;
  private final Findings findings;
  private final LoadTally tally;
  private final Size size;
  private final Canaries canaries;
  private final AtomicLong tickets = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  MixedLoad(Scene scene, Findings findings, LoadTally tally, Size size) {
    this.scene = scene;
    this.findings = findings;
    this.tally = tally;
    this.size = size;
    this.canaries = scene.canaries();
  }

  /** Makes all requests. */
  void run() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var lines = new ArrayList<Future<?>>();
      for (int i = 0; i < size.lines(); i++) {
        boolean attacks = i % 2 == 0;
        Side side = attacks ? scene.attacker() : scene.victim();
        Side other = attacks ? scene.victim() : scene.attacker();
        var line = new Line(side, LoadOperation.of(scene, side, other), size.seed() + i);
        lines.add(threads.submit(line));
      }
      Future<?> killer = threads.submit(this::kill);
      for (Future<?> line : lines) {
        line.get();
      }
      over.set(true);
      killer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted under load", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a line of the load broke off", e);
    } finally {
      over.set(true);
    }
  }

  /** Keeps up with the requests, so that backends die all the time. */
  private void kill() {
    int killed = 0;
    while (!over.get() && killed < size.kills()) {
      if (killed < tickets.get() * size.kills() / Math.max(1, size.requests() * 0.9)) {
        List<String> done = scene.owner().texts(KILL);
        if (done.contains("t")) {
          killed++;
          tally.killed().incrementAndGet();
        }
      }
      LockSupport.parkNanos(BETWEEN_KILLS.toNanos());
    }
  }

  private final class Line implements Runnable {
    private final Side side;
    private final List<LoadOperation> operations;
    private final SplittableRandom random;
    private Optional<HttpLine> http = Optional.empty();

    Line(Side side, List<LoadOperation> operations, long seed) {
      this.side = side;
      this.operations = operations;
      this.random = new SplittableRandom(seed);
    }

    @Override
    public void run() {
      int broken = 0;
      for (long ticket = next(); ticket <= size.requests(); ticket = next()) {
        try {
          step(operations.get(random.nextInt(operations.size())), ticket);
        } catch (IOException e) {
          // The gateway may end a kept-alive line at any time; the next request opens another.
          drop();
          if (++broken > size.requests()) {
            throw new IllegalStateException("no request gets through", e);
          }
        }
      }
      drop();
    }

    private long next() {
      return tickets.incrementAndGet();
    }

    private void step(LoadOperation operation, long ticket) throws IOException {
      tally.requests().incrementAndGet();
      HttpLine line = line();
      if (size.cancels(ticket)) {
        breakOff(line, operation.bytes());
        return;
      }
      check(operation, line.exchange(operation.bytes()).text());
    }

    private HttpLine line() throws IOException {
      if (http.isEmpty()) {
        http = Optional.of(new HttpLine(scene.arena().endpoint()));
      }
      return http.get();
    }

    /** Half of them while they ask, half of them while they are answered. */
    private void breakOff(HttpLine line, byte[] request) throws IOException {
      if (random.nextBoolean()) {
        line.sendPart(request, 1 + random.nextInt(request.length - 1));
      } else {
        line.sendPart(request, request.length);
        line.readPart(random.nextInt(200));
      }
      tally.cancellations().incrementAndGet();
      drop();
    }

    private void drop() {
      try {
        if (http.isPresent()) {
          http.get().close();
        }
      } catch (IOException e) {
        // A line that does not close is as gone as one that does.
      }
      http = Optional.empty();
    }

    private void check(LoadOperation operation, String answer) {
      canaries
          .foreign(answer, Optional.of(side.canary()))
          .ifPresent(other -> findings.add(Kind.LEAK, "load: " + operation.name(), other));
      boolean errors = answer.contains("\"errors\"");
      if (answer.contains("\"INTERNAL\"")) {
        tally.internal().incrementAndGet();
        findings.add(Kind.ACCEPTED, "load: " + operation.name(), answer);
      } else if (errors && isAway(answer)) {
        tally.unavailable().incrementAndGet();
      } else {
        judge(operation, answer);
      }
    }

    private void judge(LoadOperation operation, String answer) {
      switch (operation.kind()) {
        case OWN -> {
          tally.controls().incrementAndGet();
          findings.control("load: " + operation.name(), answer.contains(side.canary()), answer);
        }
        case REFUSED -> {
          tally.refusals().incrementAndGet();
          if (!answer.contains("\"NOT_FOUND\"") && !answer.contains("\"VALIDATION_FAILED\"")) {
            findings.add(Kind.ACCEPTED, "load: " + operation.name(), answer);
          }
        }
        case ANY -> {}
      }
    }

    private static boolean isAway(String answer) {
      return answer.contains("\"UNAVAILABLE\"")
          || answer.contains("\"TIMEOUT\"")
          || answer.contains("\"TENANT_BUSY\"")
          || answer.contains("\"CONFLICT\"");
    }
  }
}
