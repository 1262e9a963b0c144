package ai.kompl.local.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One operation sent to several routers by turns, so that the machine's noise falls on all of them.
 *
 * @param load what is sent
 * @param pace for how long and how often
 * @param stubs tell how many calls they got
 * @param note is told each round
 */
record Trial(Load load, Pace pace, Stubs stubs, Consumer<String> note) {

  /**
   * Times and repetitions.
   *
   * @param warmUp before anything counts
   * @param rounds how often each router has its turn
   * @param round how long a turn in closed loop lasts, whose CPU time counts
   * @param open how long a turn at the fixed rate lasts, whose latencies count
   * @param rate requests a second of that turn
   */
  record Pace(WarmUp warmUp, int rounds, Duration round, Duration open, int rate) {}

  /** What came out for one router; times in milliseconds. */
  static final class Result {
    private final Subject subject;
    private final byte[] answer;
    private final long calls;
    private final WarmUp.Outcome warmUp;
    private final Samples cpu = new Samples();
    private final Samples p50 = new Samples();
    private final Samples p99 = new Samples();
    private final Samples rate = new Samples();
    private long wrong;

    Result(Subject subject, byte[] answer, long calls, WarmUp.Outcome warmUp) {
      this.subject = subject;
      this.answer = answer;
      this.calls = calls;
      this.warmUp = warmUp;
    }

    Subject subject() {
      return subject;
    }

    byte[] answer() {
      return answer;
    }

    long calls() {
      return calls;
    }

    WarmUp.Outcome warmUp() {
      return warmUp;
    }

    Samples cpu() {
      return cpu;
    }

    Samples p50() {
      return p50;
    }

    Samples p99() {
      return p99;
    }

    long wrong() {
      return wrong;
    }

    /** Adds so many answers that were unlike the first. */
    void wrong(long more) {
      wrong += more;
    }

    @Override
    public String toString() {
      return "%s: CPU %s ms, p50 %s ms, p99 %s ms, %s requests/s, %d calls, %d bytes, wrong %d"
          .formatted(
              subject.name(),
              cpu.spread(),
              p50.spread(),
              p99.spread(),
              rate.spread(),
              calls,
              answer.length,
              wrong);
    }
  }

  /** Measures the routers. */
  List<Result> of(List<Subject> subjects) throws IOException {
    var results = new ArrayList<Result>();
    for (Subject subject : subjects) {
      results.add(warm(subject));
    }
    for (int round = 0; round < pace.rounds(); round++) {
      for (Result result : results) {
        turn(result);
      }
    }
    results.forEach(result -> note.accept(result.toString()));
    return List.copyOf(results);
  }

  private Result warm(Subject subject) throws IOException {
    byte[] answer = load.once(subject);
    WarmUp.Outcome warm = pace.warmUp().run(load, subject, answer);
    note.accept("  " + subject.name() + ": warmed up by " + warm.requests() + " requests, " + warm);
    long before = stubs.calls();
    byte[] again = load.once(subject);
    return new Result(subject, again, stubs.calls() - before, warm);
  }

  private void turn(Result result) {
    Subject subject = result.subject;
    long start = System.nanoTime();
    Duration before = subject.cpu();
    Load.Stretch closed = load.closed(subject, result.answer, pace.round());
    double cpu = subject.cpu().minus(before).toNanos() / 1e6 / closed.requests();
    double seconds = (System.nanoTime() - start) / 1e9;
    Load.Stretch open = load.open(subject, result.answer, pace.open(), pace.rate());
    result.cpu.add(cpu);
    result.rate.add(closed.requests() / seconds);
    result.p50.add(open.percentile(0.5));
    result.p99.add(open.percentile(0.99));
    result.wrong(closed.wrong() + open.wrong());
    note.accept(
        String.format(
            Locale.ROOT,
            "  %s: %d requests, CPU %.2f ms, at %d a second p50 %.1f ms p99 %.1f ms",
            subject.name(),
            closed.requests(),
            cpu,
            pace.rate(),
            open.percentile(0.5),
            open.percentile(0.99)));
  }
}
