package ai.kompl.tenancy.vault.key;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a tenant for one purpose, in memory.
 *
 * @param keys by rising version
 * @param derivedBefore whether there are data from before keys were kept
 * @param readAt when they were read
 */
record KeyRing(List<DataKey> keys, boolean derivedBefore, Instant readAt) {
  boolean isEmpty() {
    return keys.isEmpty();
  }

  DataKey newest() {
    return keys.getLast();
  }

  Optional<DataKey> find(int version) {
    return keys.stream().filter(key -> key.name().version() == version).findFirst();
  }

  /** Also a clock that was put back makes it old. */
  boolean isYoung(Instant now, Duration lifetime) {
    return !now.isBefore(readAt) && now.isBefore(readAt.plus(lifetime));
  }
}
