package ai.kompl.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one operation again and again, each time with an Authorization header of its own, so that
 * no two requests may share work.
 */
final class Load {
  private final byte[] body;
  private final int connections;

  /**
   * A load.
   *
   * @param body the request, as JSON
   * @param connections how many requests are under way at once at most
   */
  Load(byte[] body, int connections) {
    this.body = body;
    this.connections = connections;
  }

  /** What a stretch of load gave. */
  static final class Stretch {
    private final long[] latencies;
    private final long wrong;

    Stretch(long[] sortedNanos, long wrong) {
      this.latencies = sortedNanos;
      this.wrong = wrong;
    }

    int requests() {
      return latencies.length;
    }

    /** How many answers were unlike the first. */
    long wrong() {
      return wrong;
    }

    /** The latency in milliseconds that this share of the requests stayed below. */
    double percentile(double share) {
      int at = (int) Math.ceil(share * latencies.length) - 1;
      return latencies[Math.clamp(at, 0, latencies.length - 1)] / 1e6;
    }
  }

  /** One answer. */
  byte[] once(Subject subject) throws IOException {
    try (var connection = new LoadConnection(subject.endpoint())) {
      return connection.post(body, token());
    }
  }

  /** Each connection sends its next request when the last is answered (closed loop). */
  Stretch closed(Subject subject, byte[] expected, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return together(
        subject,
        expected,
        _ -> {
          long now = System.nanoTime();
          return now < end ? now : -1;
        });
  }

  /**
   * Requests begin at a fixed rate, whatever became of those before (open loop); a latency counts
   * from the moment at which its request was due, so a slow answer is not hidden by the requests
   * that it kept from being sent.
   *
   * @param rate requests a second
   */
  Stretch open(Subject subject, byte[] expected, Duration time, int rate) {
    long start = System.nanoTime();
    long count = time.toMillis() * rate / 1000;
    var next = new AtomicLong();
    return together(
        subject,
        expected,
        _ -> {
          long number = next.getAndIncrement();
          return number < count ? start + number * 1_000_000_000L / rate : -1;
        });
  }

  /** Tells when the next request is due in nanoseconds, or a negative number for the end. */
  @FunctionalInterface
  private interface Schedule {
    long due(int connection);
  }

  private Stretch together(Subject subject, byte[] expected, Schedule schedule) {
    var latencies = new ConcurrentLinkedQueue<long[]>();
    var wrong = new AtomicLong();
    var broken = new ConcurrentLinkedQueue<IOException>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int number = i;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try (var connection = new LoadConnection(subject.endpoint())) {
                  latencies.add(loop(connection, number, expected, schedule, wrong));
                } catch (IOException e) {
                  broken.add(e);
                }
              }));
    }
    threads.forEach(Load::join);
    if (!broken.isEmpty()) {
      throw new UncheckedIOException(subject.name() + " broke off", broken.element());
    }
    long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Stretch(all, wrong.get());
  }

  private long[] loop(
      LoadConnection connection, int number, byte[] expected, Schedule schedule, AtomicLong wrong)
      throws IOException {
    var latencies = new ArrayList<Long>();
    for (long due = schedule.due(number); due >= 0; due = schedule.due(number)) {
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      byte[] answer = connection.post(body, token());
      latencies.add(System.nanoTime() - due);
      if (!Arrays.equals(answer, expected)) {
        wrong.incrementAndGet();
      }
    }
    Collections.sort(latencies);
    return latencies.stream().mapToLong(Long::longValue).toArray();
  }

  private static String token() {
    return "Bearer " + Long.toHexString(ThreadLocalRandom.current().nextLong());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while load was running", e);
    }
  }
}
