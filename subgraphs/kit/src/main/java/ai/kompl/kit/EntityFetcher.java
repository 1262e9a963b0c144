package ai.kompl.kit;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import graphql.GraphQLError;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code _entities}: one future of the whole list, in the order of the representations. An
 * id that is malformed, of another tenant, or of nothing gives null and {@code NOT_FOUND} at its
 * own index; the others are answered.
 */
final class EntityFetcher
    implements DataFetcher<CompletableFuture<DataFetcherResult<List<@Nullable Object>>>> {

  /** More representations than a router sends for pages of at most a hundred, nested twice. */
  private static final int MAX_REPRESENTATIONS = 20_000;

  private final Map<String, EntitySource<?>> sources;

  EntityFetcher(Map<String, EntitySource<?>> sources) {
    this.sources = sources;
  }

  @Override
  public CompletableFuture<DataFetcherResult<List<@Nullable Object>>> get(
      DataFetchingEnvironment environment) {
    var request = new Resolution(environment);
    List<Map<String, Object>> representations =
        environment.getArgumentOrDefault("representations", List.of());
    if (representations.size() > MAX_REPRESENTATIONS) {
      throw new ProblemException(
          Problem.PAYLOAD_TOO_LARGE,
          "At most " + MAX_REPRESENTATIONS + " entities are answered at once.");
    }
    Caller caller = request.caller();
    List<CompletableFuture<Outcome>> outcomes =
        representations.stream().map(one -> outcome(one, caller, request)).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> joined(outcomes, environment, request.requestId()));
  }

  /** What became of one representation: exactly one of the two is there. */
  private record Outcome(@Nullable Object value, @Nullable ProblemException problem) {}

  private CompletableFuture<Outcome> outcome(
      Map<String, Object> representation, Caller caller, Resolution request) {
    String type = String.valueOf(representation.get("__typename"));
    EntitySource<?> source = sources.get(type);
    if (source == null) {
      return CompletableFuture.completedFuture(
          new Outcome(
              null,
              new ProblemException(
                  Problem.VALIDATION_FAILED, "This subgraph does not resolve " + type + ".")));
    }
    Optional<UUID> id =
        representation.get("id") instanceof String text
            ? GlobalId.uuidFor(caller, source.type().code(), text)
            : Optional.empty();
    return id.map(known -> read(source, known, caller, request))
        .orElseGet(() -> CompletableFuture.completedFuture(missing(source)));
  }

  private static <T> CompletableFuture<Outcome> read(
      EntitySource<T> source, UUID id, Caller caller, Resolution request) {
    CompletableFuture<? extends @Nullable Object> value =
        switch (source) {
          case EntitySource.Loaded<T>(var _, var loader) -> request.load(loader, id);
          case EntitySource.Referenced<T>(var _, var reference) ->
              CompletableFuture.completedFuture(reference.apply(caller, id).orElse(null));
        };
    return value.handle((found, failure) -> {
      if (failure != null) {
        return new Outcome(null, ProblemErrors.problem(failure));
      }
      return found == null ? missing(source) : new Outcome(found, null);
    });
  }

  private static Outcome missing(EntitySource<?> source) {
    return new Outcome(
        null,
        new ProblemException(Problem.NOT_FOUND, "There is no such " + source.type().code() + "."));
  }

  private static DataFetcherResult<List<@Nullable Object>> joined(
      List<CompletableFuture<Outcome>> outcomes,
      DataFetchingEnvironment environment,
      String requestId) {
    List<@Nullable Object> values = new ArrayList<>(outcomes.size());
    List<GraphQLError> errors = new ArrayList<>();
    for (CompletableFuture<Outcome> completed : outcomes) {
      Outcome outcome = completed.join();
      values.add(outcome.value());
      ProblemException problem = outcome.problem();
      if (problem != null) {
        var path = environment.getExecutionStepInfo().getPath().segment(values.size() - 1);
        errors.add(
            ProblemErrors.error(
                problem, requestId, path, environment.getField().getSourceLocation()));
      }
    }
    return DataFetcherResult.<List<@Nullable Object>>newResult()
        .data(values)
        .errors(errors)
        .build();
  }
}
