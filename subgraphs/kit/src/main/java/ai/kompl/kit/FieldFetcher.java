package ai.kompl.kit;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import org.jspecify.annotations.Nullable;

/** Runs a {@link FieldResolver} for the engine. */
final class FieldFetcher implements DataFetcher<Object> {

  /** What a field demands of who asks and does with what fails. */
  enum Kind {
    /** A field of a value: whoever got the value may ask. */
    NESTED,
    /** A root field: a caller is needed. */
    ROOT,
    /** A root field that needs no caller. */
    PUBLIC_ROOT
  }

  private final FieldResolver<Object, ?> resolver;
  private final Kind kind;
  private final boolean userErrors;

  FieldFetcher(FieldResolver<Object, ?> resolver, Kind kind, boolean userErrors) {
    this.resolver = resolver;
    this.kind = kind;
    this.userErrors = userErrors;
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) {
    Object source = environment.getSource();
    if (source instanceof RefusedPayload) {
      return null;
    }
    var request = new Resolution(environment);
    if (kind == Kind.ROOT && request.maybeCaller().isEmpty()) {
      throw new ProblemException(Problem.UNAUTHENTICATED);
    }
    try {
      return resolver.resolve(source == null ? request : source, request);
    } catch (ProblemException e) {
      if (userErrors && RefusedPayload.canBePutRight(e.problem())) {
        return RefusedPayload.of(e);
      }
      throw e;
    }
  }
}
