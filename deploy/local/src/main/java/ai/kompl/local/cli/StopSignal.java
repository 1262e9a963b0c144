package ai.kompl.local.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish to stop, from Ctrl-C or another process. The JVM runs a hook in a thread of its own and
 * ends with it; the hook therefore wakes the thread that holds the product and waits until that one
 * has stopped it in order.
 */
final class StopSignal {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  // Written by the thread that serves, once; read by the hook, which asks whether that thread is
  // still starting.
  private volatile boolean serving;

  /** Listens for the wish; the calling thread is the one that serves. */
  void install(Console console) {
    Thread server = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, console), "stop"));
  }

  private void stop(Thread server, Console console) {
    wanted.countDown();
    if (!serving) {
      server.interrupt();
    }
    try {
      if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        console.note("Not stopped after " + PATIENCE.toSeconds() + " s; leaving");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the wish has come. */
  boolean isWanted() {
    return wanted.getCount() == 0;
  }

  /** Waits for the wish. */
  void await() {
    serving = true;
    try {
      wanted.await();
    } catch (InterruptedException e) {
      // The wish came between the end of the start and this wait; the interruption has done its
      // work.
      return;
    }
  }

  /** Lets the hook, and with it the JVM, end. */
  void finished() {
    done.countDown();
  }
}
