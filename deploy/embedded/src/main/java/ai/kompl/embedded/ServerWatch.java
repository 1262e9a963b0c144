package ai.kompl.embedded;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Looks after one server process on a thread of its own: a server that ends without having been
 * asked to is started again on the same port, so that those connected to it find it where it was.
 *
 * @param <R> what is known about the running server
 */
final class ServerWatch<R> implements AutoCloseable {
  /** What is done about the server. */
  interface Ward<R> {
    /** Its name for people. */
    String name();

    /** The process to look at. */
    ChildProcess process(R running);

    /** Called at each look at a living server. */
    default void seenAlive(R running) {}

    /**
     * Starts it again where it was.
     *
     * @throws EmbeddedServerException when that fails; it is tried again later
     */
    R startAgain(R ended);
  }

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

  private final Ward<R> ward;
  private final Consumer<String> progress;
  private final AtomicReference<R> running;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private ServerWatch(Ward<R> ward, R running, Consumer<String> progress) {
    this.ward = ward;
    this.progress = progress;
    this.running = new AtomicReference<>(running);
    this.thread = Thread.ofVirtual().name("watch " + ward.name()).unstarted(this::watch);
  }

  static <R> ServerWatch<R> over(R running, Ward<R> ward, Consumer<String> progress) {
    var watch = new ServerWatch<R>(ward, running, progress);
    watch.thread.start();
    return watch;
  }

  /** The server as it runs now, or as it ran last while it is being started again. */
  R running() {
    return running.get();
  }

  private void watch() {
    while (!closed(LOOK)) {
      R server = running.get();
      if (ward.process(server).handle().isAlive()) {
        look(server);
      } else {
        progress.accept(ward.name() + " ended without being asked to; starting it again");
        startAgain(server);
      }
    }
  }

  private void look(R server) {
    try {
      ward.seenAlive(server);
    } catch (EmbeddedServerException e) {
      progress.accept(ward.name() + " cannot be looked at: " + e.getMessage());
    }
  }

  private void startAgain(R ended) {
    Duration pause = FIRST_RETRY;
    do {
      try {
        running.set(ward.startAgain(ended));
        progress.accept(ward.name() + " runs again");
        return;
      } catch (EmbeddedServerException e) {
        progress.accept(ward.name() + " does not start again yet: " + e.getMessage());
      }
      pause = doubled(pause);
    } while (!closed(pause));
  }

  private static Duration doubled(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_RETRY) < 0 ? twice : LONGEST_RETRY;
  }

  private boolean closed(Duration patience) {
    try {
      return closing.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /**
   * Stops looking. A start under way is waited for, not broken off: half-started it would stay
   * behind.
   */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
