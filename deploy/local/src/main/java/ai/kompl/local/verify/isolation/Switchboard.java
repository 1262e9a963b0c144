package ai.kompl.local.verify.isolation;

import ai.kompl.federation.transport.InProcessSubgraph;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.Job;
import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventFilter;
import ai.kompl.tenancy.events.EventStream;
import ai.kompl.tenancy.vault.ObjectStore;
import ai.kompl.tenancy.vault.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Where the proof's own product is wired so that leaks can be planted in it while it runs. Safe for
 * use by several threads.
 */
public final class Switchboard {
  private final AtomicReference<Plant> plant = new AtomicReference<>(Plant.NONE);
  private final SessionProbe probe = new SessionProbe();
  private final AtomicReference<Optional<PostgresRelay>> relay =
      new AtomicReference<>(Optional.empty());

  /**
   * Puts a way that can be meddled with before a database.
   *
   * @return the port to connect to instead; it is closed by {@link #close}
   */
  public int before(int databasePort) {
    PostgresRelay started = PostgresRelay.start(databasePort, probe);
    relay.set(Optional.of(started));
    return started.port();
  }

  /** Closes the way to the database. */
  public void close() {
    relay.getAndSet(Optional.empty()).ifPresent(PostgresRelay::close);
  }

  /** Plants a leak, or takes it out again with {@link Plant#NONE}. */
  void plant(Plant chosen) {
    plant.set(chosen);
    relay.get().ifPresent(open -> open.meddle(chosen.database()));
  }

  SessionProbe probe() {
    return probe;
  }

  /** The way to a subgraph. */
  public InProcessSubgraph calls(InProcessSubgraph inner) {
    return call -> plant.get().call(inner, call);
  }

  /** The way to what does background jobs. */
  public JobHandler jobs(JobHandler inner) {
    return new JobHandler() {
      @Override
      public void run(Job job) {
        plant.get().job(inner, job);
      }

      @Override
      public void givenUp(Job job) {
        inner.givenUp(job);
      }
    };
  }

  /** The way to the files. */
  public ObjectStore objects(ObjectStore inner) {
    return new ObjectStore() {
      @Override
      public Upload put(TenantId tenant, InputStream content, long maxBytes, String contentType)
          throws IOException {
        return inner.put(tenant, content, maxBytes, contentType);
      }

      @Override
      public Optional<InputStream> open(TenantId tenant, String sha256) {
        return plant.get().open(inner, tenant, sha256);
      }
    };
  }

  /** The way of events to live operations. */
  public EventStream events(EventStream inner) {
    return new EventStream() {
      @Override
      public Subscription subscribe(EventFilter filter, Consumer<Event> follower) {
        return inner.subscribe(filter, event -> plant.get().event(event, follower));
      }

      @Override
      public Optional<List<Event>> replay(TenantId tenant, long afterSequence) {
        return inner.replay(tenant, afterSequence);
      }
    };
  }
}
