package ai.kompl.tenancy.data;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Does something again and again in the background, with a pause before each time. */
final class Rounds implements AutoCloseable {
  private final Duration pause;
  private final Runnable round;
  private final Semaphore stop = new Semaphore(0);
  private final Thread thread;

  /** Rounds that have not begun. {@code name} is the thread's. */
  Rounds(String name, Duration pause, Runnable round) {
    this.pause = pause;
    this.round = round;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /** Whether a round under way should end early. */
  boolean stopping() {
    return stop.availablePermits() > 0;
  }

  @Override
  public void close() {
    stop.release();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    try {
      while (!stop.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        round.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
