package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Outage;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.EventDeliveries.Noted;
import ai.kompl.tenancy.events.EventFeed;
import ai.kompl.tenancy.events.EventFeed.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A consumer at work, on one thread: the carrier tells for whom there is something, the database
 * what it is. Now and then, and whenever the carrier is away, the database is asked for both.
 */
final class Consumption implements AutoCloseable {
  private static final Duration AFTER_FAILURE = Duration.ofMillis(250);
  private static final Duration SETTLING = Duration.ofMillis(20);

  /** Longer is not waited for the carrier, so that the end is not waited for longer either. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** After so many batches of one tenant it is another's turn. */
  private static final int TURNS = 10;

  private final EventConsumer consumer;
  private final ConsumerSettings settings;
  private final Sources from;
  private final InstantSource clock;
  private final Outage unread = outage("event-consumer-failed");
  private final Outage untold = outage("event-feed-away");
  private final Semaphore stop = new Semaphore(0);
  private final Thread thread;
  private Instant looked = Instant.MIN;
  private boolean begun;

  Consumption(
      EventConsumer consumer, ConsumerSettings settings, Sources from, InstantSource clock) {
    this.consumer = consumer;
    this.settings = settings;
    this.from = from;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("events " + consumer.group()).unstarted(this::loop);
  }

  /** What it works with. */
  record Sources(TenantDatabase database, EventDeliveries deliveries, EventFeed feed) {}

  void start() {
    thread.start();
  }

  /** Ends after the event at work; what was not committed is there for the next. */
  @Override
  public void close() {
    stop.release();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    from.feed().close();
  }

  private void loop() {
    Duration pause = Duration.ZERO;
    while (!stopped(pause)) {
      try {
        pause = begun ? round() : begin();
        unread.over();
      } catch (ProblemException e) {
        // The database is away: nothing is acknowledged, it is all tried again.
        unread.failed(e);
        pause = AFTER_FAILURE;
      }
    }
  }

  private boolean stopped(Duration pause) {
    try {
      boolean stopped = stop.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
      if (stopped) {
        stop.release();
      }
      return stopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Duration begin() {
    from.deliveries().join();
    begun = from.deliveries().complete();
    return begun ? Duration.ZERO : SETTLING;
  }

  private Duration round() {
    boolean due = !clock.instant().isBefore(looked.plus(settings.look()));
    Optional<List<Delivery>> told = told(due ? Duration.ZERO : patience());
    Set<TenantId> tenants = new LinkedHashSet<>();
    told.orElse(List.of()).forEach(delivery -> tenants.add(delivery.event().tenant()));
    if (due) {
      looked = clock.instant();
      tenants.addAll(from.deliveries().waiting());
    }
    tenants.forEach(this::workFor);
    told.ifPresent(this::acknowledge);
    return told.isPresent() ? Duration.ZERO : AFTER_FAILURE;
  }

  private Duration patience() {
    return settings.look().compareTo(LONGEST_WAIT) < 0 ? settings.look() : LONGEST_WAIT;
  }

  /** What the carrier tells; nothing at all while it is away. */
  private Optional<List<Delivery>> told(Duration patience) {
    try {
      List<Delivery> deliveries = from.feed().take(patience);
      untold.over();
      return Optional.of(deliveries);
    } catch (ProblemException e) {
      untold.failed(e);
      return Optional.empty();
    }
  }

  private void acknowledge(List<Delivery> deliveries) {
    try {
      from.feed().acknowledge(deliveries);
    } catch (ProblemException e) {
      // They come again, and there will be nothing to do.
      untold.failed(e);
    }
  }

  private void workFor(TenantId tenant) {
    int most = settings.batch();
    for (int turn = 0; turn < TURNS && most > 0 && stop.availablePermits() == 0; turn++) {
      most = turn(tenant, most);
    }
    if (most > 0) {
      // There may be more: it is looked for without delay.
      looked = Instant.MIN;
    }
  }

  /** Applies a batch; says how many to take next, none when there is nothing more to do now. */
  private int turn(TenantId tenant, int most) {
    var batch = new Batch(most);
    Caller caller = Caller.worker(tenant, consumer.group(), UUID.randomUUID().toString());
    try {
      int applied = from.database().write(caller, batch::apply);
      return applied == most ? settings.batch() : 0;
    } catch (ProblemException e) {
      return notApplied(batch, e.problem(), e);
    } catch (RuntimeException e) {
      return notApplied(batch, Problem.INTERNAL, e);
    }
  }

  /** The whole batch is undone. The event at fault waits, the others are taken again. */
  private int notApplied(Batch batch, Problem problem, RuntimeException failure) {
    if (batch.atFault().isEmpty()) {
      if (isTheTenants(problem)) {
        return 0;
      }
      if (problem == Problem.UNAVAILABLE || batch.taken.isEmpty()) {
        throw failure instanceof ProblemException known
            ? known
            : new ProblemException(Problem.INTERNAL, Problem.INTERNAL.message(), failure);
      }
      // It failed at the commit: one by one shows whose fault it was.
      return 1;
    }
    Noted noted = batch.atFault().orElseThrow();
    System.getLogger(Consumption.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "event-not-applied " + consumer.group() + " " + noted.event().sequence(),
            failure);
    if (problem == Problem.UNAVAILABLE || isTheTenants(problem)) {
      from.deliveries().postponed(noted, settings);
    } else {
      from.deliveries().failed(noted, problem.code(), settings);
    }
    return settings.batch();
  }

  /** Whether a tenant is not served now; its events wait until it is. */
  private static boolean isTheTenants(Problem problem) {
    return switch (problem) {
      case TENANT_SUSPENDED,
          TENANT_OFFBOARDING,
          TENANT_UPGRADING,
          TENANT_UPGRADE_FAILED,
          TENANT_BUSY ->
          true;
      default -> false;
    };
  }

  private static Outage outage(String event) {
    return new Outage(System.getLogger(Consumption.class.getName()), event, InstantSource.system());
  }

  /** Events that are applied in one transaction. */
  private final class Batch {
    private final int most;
    private List<Noted> taken = List.of();
    private Optional<Noted> current = Optional.empty();

    Batch(int most) {
      this.most = most;
    }

    int apply(TenantTransaction transaction) {
      taken = from.deliveries().take(transaction, most);
      for (Noted noted : taken) {
        current = Optional.of(noted);
        handler(noted).apply(noted.event(), transaction);
      }
      current = Optional.empty();
      return taken.size();
    }

    private EventHandler handler(Noted noted) {
      EventHandler handler = consumer.handlers().get(noted.event().type());
      if (handler == null) {
        throw new IllegalStateException("no handler for " + noted.event().type());
      }
      return handler;
    }

    /** Whose fault it was that the batch failed, where that is known. */
    Optional<Noted> atFault() {
      return taken.size() == 1 ? Optional.of(taken.getFirst()) : current;
    }
  }
}
