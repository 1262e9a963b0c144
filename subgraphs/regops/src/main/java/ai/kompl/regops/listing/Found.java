package ai.kompl.regops.listing;

import ai.kompl.dataloaders.Loader;
import ai.kompl.kit.Resolution;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Values that are there, and the answer when they are not. */
public final class Found {

  private Found() {}

  /**
   * The value of the argument {@code id}.
   *
   * @throws ProblemException {@code NOT_FOUND}, at once or through the future
   */
  public static <T> CompletableFuture<T> byId(
      Resolution request, Loader<UUID, T> loader, String code) {
    return request
        .load(loader, request.id("id", code))
        .thenApply(value -> required(value, "id", code));
  }

  /** The value of an id that may be absent. */
  public static <T> CompletableFuture<Optional<T>> optional(
      Resolution request, Loader<UUID, T> loader, Optional<UUID> id) {
    return id.map(known -> request.load(loader, known).thenApply(Optional::ofNullable))
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  /**
   * The value itself.
   *
   * @throws ProblemException {@code NOT_FOUND} when there is none
   */
  public static <T> T required(@Nullable T value, String path, String code) {
    if (value == null) {
      throw ProblemException.at(path, Problem.NOT_FOUND, "There is no such " + code + ".");
    }
    return value;
  }
}
