package ai.kompl.local.verify.events;

import ai.kompl.local.verify.durability.OwnerView;
import ai.kompl.local.verify.durability.Workplace;
import ai.kompl.local.verify.events.FaultyConsumer.Fault;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.CommitEdges;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantDraft;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Two processes that relay and apply events, killed one after the other at random moments while
 * writers go on, and a Redis that is emptied and cut off in between.
 */
public final class KilledConsumers {
  /** What a worker says when it has begun. */
  public static final String READY = "ready";

  private static final int TENANTS = 3;
  private static final int WORKERS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(5);

  private final Workplace.Source source;
  private final Function<Optional<Fault>, ProcessBuilder> worker;
  private final String redis;
  private final SplittableRandom random;
  private final List<Worker> workers = new ArrayList<>();
  private int started;

  /**
   * In a lane of its own.
   *
   * @param worker makes a process that relays and applies until it is killed, with or without a
   *     fault
   */
  public KilledConsumers(
      Workplace.Source source,
      Function<Optional<Fault>, ProcessBuilder> worker,
      String redis,
      SplittableRandom random) {
    this.source = source;
    this.worker = worker;
    this.redis = redis;
    this.random = random;
  }

  /**
   * What came of it.
   *
   * @param skipped lost ones after which a later event on the same entity was applied
   * @param left notes of events that were not applied in the end
   */
  public record Outcome(
      int kills,
      int emptied,
      long events,
      long lost,
      long skipped,
      long twice,
      long disorder,
      long left) {}

  /** Kills so often, and every third time empties Redis as well. */
  public Outcome run(Optional<Fault> fault, int kills, Consumer<String> note) throws Exception {
    workers.clear();
    try (Workplace place = source.open(new SlowCommits(), List.of("durable"))) {
      TenantDatabase database = place.data().tenantDatabase("durable");
      source.look().change("delete from private.event_deliveries");
      source.look().change(FaultyConsumer.FROM_NOW_ON);
      if (fault.isPresent()) {
        source.look().change(FaultyConsumer.JOIN);
      }
      List<TenantId> tenants = tenants(place, database, fault.map(Fault::ordinal).orElse(9));
      try {
        for (int i = 0; i < WORKERS; i++) {
          workers.add(start(fault));
        }
        awaitJoined(source.look());
        int emptied = trouble(database, tenants, new Kills(fault, kills));
        note.accept("killed " + kills + " times, waiting for the rest");
        for (int i = 0; i < WORKERS; i++) {
          awaitReady(i);
        }
        long left = rest(source.look(), fault.isEmpty() ? PATIENCE : LITTLE_PATIENCE);
        AppliedBook book =
            tenants.stream()
                .map(tenant -> CountedEntities.book(source.look(), tenant))
                .reduce(AppliedBook.EMPTY, AppliedBook::plus);
        return new Outcome(
            kills,
            emptied,
            book.stated(),
            book.lost(),
            book.skipped(),
            book.twice(),
            book.disorder(),
            left);
      } finally {
        workers.forEach(one -> one.process().destroyForcibly());
      }
    }
  }

  private static List<TenantId> tenants(Workplace place, TenantDatabase database, int trial) {
    Caller operator = Caller.worker(new TenantId("0000000000000000"), "verify.events", "request-1");
    List<TenantId> tenants = new ArrayList<>();
    for (int i = 0; i < TENANTS; i++) {
      TenantId id =
          place
              .data()
              .registry()
              .provision(new TenantDraft("events-" + trial + "-" + i, "Events " + i), operator)
              .id();
      CountedEntities.lay(database, id);
      tenants.add(id);
    }
    return tenants;
  }

  private Worker start(Optional<Fault> fault) throws IOException {
    Path log = source.folder().resolve("worker-" + started++ + ".log");
    return new Worker(
        worker.apply(fault).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  private static void awaitJoined(OwnerView look) {
    require(
        () -> look.number("select count(*) from private.event_interests where complete") == 1,
        "no consumer has begun");
  }

  private int trouble(TenantDatabase database, List<TenantId> tenants, Kills kills)
      throws Exception {
    var stop = new AtomicBoolean();
    int emptied = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (TenantId tenant : tenants) {
        for (int i = 0; i < 2; i++) {
          writers.add(threads.submit(() -> write(database, tenant, stop)));
        }
      }
      try {
        for (int kill = 1; kill <= kills.count(); kill++) {
          awaitReady(kill % WORKERS);
          pause(Duration.ofMillis(random.nextLong(100, 1_500)));
          replace(kill % WORKERS, kills.fault());
          if (kill % 3 == 0) {
            emptyRedis();
            emptied++;
          }
        }
      } finally {
        stop.set(true);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    return emptied;
  }

  private record Worker(Process process, Path log) {
    boolean isReady() {
      try {
        return Files.readString(log).lines().anyMatch(READY::equals);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One that is still starting has nothing under way. */
  private void awaitReady(int which) {
    require(() -> workers.get(which).isReady(), "a worker does not get ready");
  }

  /**
   * Some take their time with what they have stated, so that others pass them with later numbers.
   */
  private static final class SlowCommits implements CommitEdges {
    private static final int EACH = 7;

    private final AtomicInteger commits = new AtomicInteger();

    @Override
    public void before() {
      if (commits.incrementAndGet() % EACH == 0) {
        pause(Duration.ofMillis(25));
      }
    }

    @Override
    public void after() {
      // Nothing is to be done once it has happened.
    }
  }

  private record Kills(Optional<Fault> fault, int count) {}

  private static int write(TenantDatabase database, TenantId tenant, AtomicBoolean stop) {
    int turn = 0;
    while (!stop.get()) {
      CountedEntities.count(database, tenant, turn++);
      // A steady stream, so that there is something under way at any moment, and not a flood.
      pause(Duration.ofMillis(8));
    }
    return turn;
  }

  private void replace(int which, Optional<Fault> fault) throws Exception {
    workers.get(which).process().destroyForcibly().waitFor();
    workers.set(which, start(fault));
  }

  private void emptyRedis() {
    RedisClient client = RedisClient.create(redis);
    try (var connection = client.connect()) {
      connection.sync().flushall();
      connection.sync().clientKill(KillArgs.Builder.typeNormal());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  private static long rest(OwnerView look, Duration patience) {
    String count = "select count(*) from private.event_deliveries";
    long end = System.nanoTime() + patience.toNanos();
    while (look.number(count) > 0 && System.nanoTime() < end) {
      pause(Duration.ofMillis(100));
    }
    return look.number(count);
  }

  private static void require(Supplier<Boolean> condition, String otherwise) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.get()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(otherwise);
      }
      pause(Duration.ofMillis(100));
    }
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
