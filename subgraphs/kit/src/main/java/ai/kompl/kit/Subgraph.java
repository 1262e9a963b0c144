package ai.kompl.kit;

import ai.kompl.dataloaders.Cursors;
import ai.kompl.dataloaders.VirtualThreadBatches;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.RequestScope;
import ai.kompl.tenancy.caller.access.AccessJournal;
import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.schema.GraphQLSchema;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dataloader.DataLoaderRegistry;

/**
 * A running subgraph: executes GraphQL requests against a checked schema. Safe for use by any
 * number of threads; a request runs on the thread that brings it, its batches beside it.
 */
public final class Subgraph implements AutoCloseable {

  private final SubgraphDefinition definition;
  private final GraphQLSchema schema;
  private final GraphQL engine;
  private final VirtualThreadBatches batches;
  private final Cursors cursors;
  private final AccessJournal journal;
  private final InstantSource clock;

  private Subgraph(
      SubgraphDefinition definition,
      SubgraphLimits limits,
      Cursors cursors,
      AccessJournal journal,
      InstantSource clock) {
    this.journal = journal;
    this.definition = definition;
    this.schema = SchemaAssembly.assemble(definition);
    this.engine =
        GraphQL.newGraphQL(schema)
            .defaultDataFetcherExceptionHandler(new ProblemErrors())
            .preparsedDocumentProvider(new DocumentCache(limits.documents()))
            .build();
    this.batches = new VirtualThreadBatches(limits.parallelBatches(), limits.patience());
    this.cursors = cursors;
    this.clock = clock;
  }

  /**
   * Starts a subgraph that keeps no record of the personal data it shows.
   *
   * @throws SchemaMismatch when its schema and resolvers do not fit, naming each coordinate
   */
  public static Subgraph start(
      SubgraphDefinition definition, SubgraphLimits limits, Cursors cursors, InstantSource clock) {
    return start(definition, limits, cursors, AccessJournal.none(), clock);
  }

  /**
   * Starts a subgraph.
   *
   * @param journal is told of the personal data that callers are shown
   * @throws SchemaMismatch when its schema and resolvers do not fit, naming each coordinate
   */
  public static Subgraph start(
      SubgraphDefinition definition,
      SubgraphLimits limits,
      Cursors cursors,
      AccessJournal journal,
      InstantSource clock) {
    return new Subgraph(definition, limits, cursors, journal, clock);
  }

  /** Its name in the supergraph. */
  public String name() {
    return definition.name();
  }

  /** What it was started from. */
  public SubgraphDefinition definition() {
    return definition;
  }

  /** Its schema as written, for composition. */
  public String sdl() {
    return definition.sdl();
  }

  /**
   * Executes a request. Failures are errors in the result, each with a stable {@code
   * extensions.code}; nothing is thrown for what a request can cause.
   */
  public ExecutionResult execute(SubgraphRequest request) {
    return new RequestScope(request.requestId(), request.deadline()).call(() -> run(request));
  }

  private ExecutionResult run(SubgraphRequest request) {
    Duration remaining = Duration.between(clock.instant(), request.deadline());
    if (!remaining.isPositive()) {
      return failed(new ProblemException(Problem.TIMEOUT), request);
    }
    ExecutionInput input = input(request);
    CompletableFuture<ExecutionResult> result = engine.executeAsync(input);
    try {
      return withCodes(result.get(remaining.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      input.cancel();
      return failed(new ProblemException(Problem.TIMEOUT, Problem.TIMEOUT.message(), e), request);
    } catch (ExecutionException e) {
      return failed(ProblemErrors.problem(e), request);
    } catch (InterruptedException e) {
      input.cancel();
      Thread.currentThread().interrupt();
      return failed(new ProblemException(Problem.UNAVAILABLE), request);
    }
  }

  private ExecutionInput input(SubgraphRequest request) {
    var registry = new DataLoaderRegistry();
    var context = new RequestContext(request, registry, batches, cursors, journal);
    ExecutionInput.Builder builder =
        ExecutionInput.newExecutionInput(request.document())
            .variables(request.variables())
            .dataLoaderRegistry(registry)
            .graphQLContext(Map.of(RequestContext.class, context));
    request.operationName().ifPresent(builder::operationName);
    ExecutionInput input = builder.build();
    // Without chaining, a loader called after another or below _entities is never dispatched.
    GraphQL.unusualConfiguration(input.getGraphQLContext())
        .dataloaderConfig()
        .enableDataLoaderChaining(true);
    return input;
  }

  private static ExecutionResult failed(ProblemException problem, SubgraphRequest request) {
    GraphQLError error = ProblemErrors.error(problem, request.requestId(), null, null);
    return ExecutionResult.newExecutionResult().addError(error).build();
  }

  /** Gives the engine's own errors, such as those of validation, a code as well. */
  private static ExecutionResult withCodes(ExecutionResult result) {
    if (result.getErrors().stream().allMatch(Subgraph::hasCode)) {
      return result;
    }
    List<GraphQLError> coded =
        result.getErrors().stream().map(e -> hasCode(e) ? e : withCode(e)).toList();
    return result.transform(builder -> builder.errors(coded));
  }

  private static boolean hasCode(GraphQLError error) {
    Map<String, Object> extensions = error.getExtensions();
    return extensions != null && extensions.containsKey("code");
  }

  private static GraphQLError withCode(GraphQLError error) {
    boolean clients =
        error.getErrorType() == ErrorType.ValidationError
            || error.getErrorType() == ErrorType.InvalidSyntax
            || error.getErrorType() == ErrorType.OperationNotSupported;
    Problem problem = clients ? Problem.VALIDATION_FAILED : Problem.INTERNAL;
    String message = error.getMessage();
    return new ClientError(
        clients && message != null ? message : problem.message(),
        Objects.requireNonNullElse(error.getLocations(), List.of()),
        error.getPath(),
        Map.of("code", problem.code()));
  }

  /** Waits for running batches and takes no more. */
  @Override
  public void close() {
    batches.close();
  }
}
