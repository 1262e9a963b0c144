package ai.kompl.kit;

import org.jspecify.annotations.Nullable;

/**
 * Answers a root field. It may block; a future that {@link Resolution#load} gave may be returned as
 * it is.
 *
 * @param <R> the value, a future of it, or null for a nullable field without one
 */
@FunctionalInterface
public interface Resolver<R extends @Nullable Object> {

  /** Answers the field; the request has its arguments, the caller and the loaders. */
  R resolve(Resolution request);
}
