package ai.kompl.kit;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import graphql.GraphQLError;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.ResultPath;
import graphql.language.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns failures into GraphQL errors. A {@link ProblemException} goes out with its code; of
 * anything else the client learns the code {@code INTERNAL} and the request id, and the log the
 * rest.
 */
final class ProblemErrors implements DataFetcherExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemErrors.class);

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters failure) {
    var context = RequestContext.of(failure.getDataFetchingEnvironment());
    GraphQLError error =
        error(
            problem(failure.getException()),
            context.requestId(),
            failure.getPath(),
            failure.getSourceLocation());
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(error).build());
  }

  /**
   * The problem behind a failure; what is not one becomes {@code INTERNAL} with it as the cause.
   */
  static ProblemException problem(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof ProblemException problem
        ? problem
        : new ProblemException(Problem.INTERNAL, Problem.INTERNAL.message(), cause);
  }

  /** The error that a client sees; logs what only operators may know. */
  static GraphQLError error(
      ProblemException problem,
      String requestId,
      @Nullable ResultPath path,
      @Nullable SourceLocation location) {
    log(problem, requestId, path);
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put("code", problem.problem().code());
    problem.path().ifPresent(field -> extensions.put("field", field));
    if (problem.problem().httpStatus() >= 500) {
      extensions.put("requestId", requestId);
    }
    return new ClientError(
        problem.clientMessage(),
        location == null ? List.of() : List.of(location),
        path == null ? null : path.toList(),
        extensions);
  }

  private static void log(ProblemException problem, String requestId, @Nullable ResultPath path) {
    if (problem.problem().httpStatus() >= 500) {
      LOG.atError()
          .addKeyValue("code", problem.problem().code())
          .addKeyValue("requestId", requestId)
          .addKeyValue("path", path)
          .setCause(problem)
          .log("resolver failed");
    }
  }
}
