package ai.kompl.kit;

import ai.kompl.dataloaders.Loader;
import ai.kompl.tenancy.caller.Caller;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Where the values of an entity come from when the router asks for them by id.
 *
 * @param <T> the Java type of the values
 */
sealed interface EntitySource<T> {

  /** The type answered for. */
  EntityType<T> type();

  /** Read together with all others of the request. */
  record Loaded<T>(EntityType<T> type, Loader<UUID, T> loader) implements EntitySource<T> {}

  /** Made from the id alone, without a read: for types that this subgraph only extends. */
  record Referenced<T>(EntityType<T> type, BiFunction<Caller, UUID, Optional<T>> reference)
      implements EntitySource<T> {}
}
