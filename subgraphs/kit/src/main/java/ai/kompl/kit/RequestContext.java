package ai.kompl.kit;

import ai.kompl.dataloaders.BatchExecution;
import ai.kompl.dataloaders.Cursors;
import ai.kompl.dataloaders.Loader;
import ai.kompl.dataloaders.RequestThreadBatches;
import ai.kompl.dataloaders.TenantLoaders;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.access.Access;
import ai.kompl.tenancy.caller.access.AccessJournal;
import graphql.language.OperationDefinition.Operation;
import graphql.schema.DataFetchingEnvironment;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dataloader.DataLoaderRegistry;

/** What the resolvers of one request share, carried in the engine's context under this class. */
final class RequestContext {

  private final SubgraphRequest request;
  private final Optional<TenantLoaders> loaders;
  private final BatchExecution parallel;
  private final Cursors cursors;
  private final AccessJournal journal;
  private final Set<Access> shown = ConcurrentHashMap.newKeySet();

  RequestContext(
      SubgraphRequest request,
      DataLoaderRegistry registry,
      BatchExecution parallel,
      Cursors cursors,
      AccessJournal journal) {
    this.journal = journal;
    this.request = request;
    this.loaders = request.caller().map(caller -> new TenantLoaders(caller, registry));
    this.parallel = parallel;
    this.cursors = cursors;
  }

  static RequestContext of(DataFetchingEnvironment environment) {
    RequestContext context = environment.getGraphQlContext().get(RequestContext.class);
    if (context == null) {
      throw new IllegalStateException("the request was not started by Subgraph.execute");
    }
    return context;
  }

  Optional<Caller> caller() {
    return request.caller();
  }

  String requestId() {
    return request.requestId();
  }

  Cursors cursors() {
    return cursors;
  }

  /** Takes note of what the caller is shown, once a request. */
  void shown(Access access) {
    if (shown.add(access)) {
      caller().ifPresent(caller -> journal.add(caller, access));
    }
  }

  /**
   * Declares a loader; what a mutation reads must follow what it wrote, so it reads in turn, and
   * past any cache.
   */
  <K, V> String declare(Loader<K, V> loader, Operation operation) {
    boolean changing = operation == Operation.MUTATION;
    return loaders
        .orElseThrow(() -> new ProblemException(Problem.UNAUTHENTICATED))
        .declare(
            changing ? loader.fromTruth() : loader,
            changing ? RequestThreadBatches.INSTANCE : parallel);
  }
}
