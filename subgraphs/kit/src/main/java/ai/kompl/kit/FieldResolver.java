package ai.kompl.kit;

import org.jspecify.annotations.Nullable;

/**
 * Answers a field of a value. Fields without one are read from the value's accessor of the same
 * name.
 *
 * @param <S> the Java type of the value
 * @param <R> the field's value, a future of it, or null for a nullable field without one
 */
@FunctionalInterface
public interface FieldResolver<S, R extends @Nullable Object> {

  /** Answers the field of {@code source}; the request has arguments, caller and loaders. */
  R resolve(S source, Resolution request);
}
