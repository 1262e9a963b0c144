package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Outage;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Works on the background jobs of one subgraph: one thread that looks for jobs, one that renews
 * leases, one per job at work. A job whose process dies is taken by another worker when its lease
 * has run out.
 */
public final class Worker implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Outage unread = outage("jobs-not-read");
  private final Outage unrenewed = outage("leases-not-renewed");
  private final JobLeases leases;
  private final Map<String, JobHandler> handlers;
  private final WorkerSettings settings;
  private final Semaphore wake;
  private final Map<UUID, Thread> atWork = new ConcurrentHashMap<>();
  private final Semaphore stop = new Semaphore(0);
  private final List<Thread> loops;
  private volatile boolean closed;

  Worker(
      JobLeases leases, Map<String, JobHandler> handlers, WorkerSettings settings, Semaphore wake) {
    this.leases = leases;
    this.handlers = Map.copyOf(handlers);
    this.settings = settings;
    this.wake = wake;
    this.loops =
        List.of(
            Thread.ofVirtual().name("jobs").unstarted(this::look),
            Thread.ofVirtual().name("job-leases").unstarted(this::keep));
  }

  void start() {
    loops.forEach(Thread::start);
  }

  /**
   * Stops looking for jobs, interrupts those at work and waits a few seconds for them. What was not
   * finished is taken up again when its lease is over.
   */
  @Override
  public void close() {
    closed = true;
    wake.release();
    stop.release();
    atWork.values().forEach(Thread::interrupt);
    try {
      for (Thread loop : loops) {
        loop.join(Duration.ofSeconds(5));
      }
      for (Thread job : List.copyOf(atWork.values())) {
        job.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    while (!closed) {
      try {
        claim();
        if (wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void claim() {
    int free = settings.parallel() - atWork.size();
    if (free <= 0) {
      return;
    }
    try {
      JobLeases.Taken taken = leases.take(handlers.keySet(), free);
      unread.over();
      taken.abandoned().forEach(job -> start(job, () -> giveUp(job)));
      taken.due().forEach(job -> start(job, () -> work(job)));
    } catch (ProblemException e) {
      unread.failed(e);
    }
  }

  private void start(Job job, Runnable work) {
    Thread thread = Thread.ofVirtual().name("job " + job.kind()).unstarted(work);
    atWork.put(job.id(), thread);
    thread.start();
  }

  /** As long as those who wait cannot be told, the job keeps to be given up. */
  private void giveUp(Job job) {
    try {
      requireHandler(job).givenUp(job);
      leases.givenUp(job.id());
    } catch (ProblemException e) {
      log("job-not-given-up " + job.kind() + " " + e.problem(), e);
    } catch (RuntimeException e) {
      log("job-not-given-up " + job.kind(), e);
      end(job, "job-not-given-up", () -> leases.givenUp(job.id()));
    } finally {
      atWork.remove(job.id());
      wake.release();
    }
  }

  /** The boundary of a job: whatever it throws ends this attempt and nothing else. */
  private void work(Job job) {
    try {
      requireHandler(job).run(job);
      end(job, "job-not-ended", () -> leases.done(job.id()));
    } catch (ProblemException e) {
      log("job-failed " + job.kind() + " " + e.problem(), e);
      end(job, "job-not-returned", () -> back(job, e.problem()));
    } catch (RuntimeException e) {
      log("job-failed " + job.kind(), e);
      end(job, "job-not-returned", () -> leases.failed(job, "INTERNAL"));
    } finally {
      atWork.remove(job.id());
      wake.release();
    }
  }

  private void back(Job job, Problem problem) {
    if (problem == Problem.TENANT_SUSPENDED || problem == Problem.TENANT_OFFBOARDING) {
      leases.postponed(job.id());
    } else {
      leases.failed(job, problem.code());
    }
  }

  /** If this cannot be written, the lease runs out and the job is tried again. */
  private static void end(Job job, String event, Runnable statement) {
    try {
      statement.run();
    } catch (ProblemException e) {
      log(event + " " + job.kind(), e);
    }
  }

  private JobHandler requireHandler(Job job) {
    JobHandler handler = handlers.get(job.kind());
    if (handler == null) {
      throw new IllegalStateException("no handler for " + job.kind());
    }
    return handler;
  }

  private void keep() {
    long interval = Math.max(1, settings.lease().toMillis() / 3);
    try {
      while (!stop.tryAcquire(interval, TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    Set<UUID> held = Set.copyOf(atWork.keySet());
    if (held.isEmpty()) {
      return;
    }
    try {
      Set<UUID> ours = leases.renew(held);
      unrenewed.over();
      for (UUID id : held) {
        Thread thread = atWork.get(id);
        // Another worker has it now: two must not go on with the same job.
        if (thread != null && !ours.contains(id)) {
          thread.interrupt();
        }
      }
    } catch (ProblemException e) {
      unrenewed.failed(e);
    }
  }

  private static Outage outage(String event) {
    return new Outage(System.getLogger(Worker.class.getName()), event, InstantSource.system());
  }

  private static void log(String event, RuntimeException failure) {
    System.getLogger(Worker.class.getName()).log(System.Logger.Level.WARNING, event, failure);
  }
}
