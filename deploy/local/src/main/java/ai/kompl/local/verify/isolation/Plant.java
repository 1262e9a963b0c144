package ai.kompl.local.verify.isolation;

import ai.kompl.federation.transport.InProcessResult;
import ai.kompl.federation.transport.InProcessSubgraph;
import ai.kompl.federation.transport.SubgraphCall;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.Job;
import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.vault.ObjectStore;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** A leak in the running path of the proof's own product; by default there is none anywhere. */
interface Plant {
  /** No leak at all. */
  Plant NONE = new Plant() {};

  /** On the way from the router to a subgraph. */
  default InProcessResult call(InProcessSubgraph inner, SubgraphCall call) {
    return inner.execute(call);
  }

  /** Between a subgraph and the files. */
  default Optional<InputStream> open(ObjectStore inner, TenantId tenant, String sha256) {
    return inner.open(tenant, sha256);
  }

  /** Between the worker and what does its jobs. */
  default void job(JobHandler inner, Job job) {
    inner.run(job);
  }

  /** Between the events and those who follow them. */
  default void event(Event event, Consumer<Event> follower) {
    follower.accept(event);
  }

  /** Between the product and its database. */
  default Meddler database() {
    return Meddler.NONE;
  }
}
