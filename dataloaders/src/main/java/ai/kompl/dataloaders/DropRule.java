package ai.kompl.dataloaders;

import ai.kompl.tenancy.cache.CacheDrop;
import ai.kompl.tenancy.caller.GlobalId;
import java.util.stream.Stream;

/**
 * What an event makes void.
 *
 * @param eventType the event
 * @param all everything of the tenant in that cache; otherwise the value of the event's entity
 */
public record DropRule(String eventType, boolean all) {
  /** The value of the event's entity. */
  public static DropRule one(String eventType) {
    return new DropRule(eventType, false);
  }

  /** All values of the tenant: for changes of many at once that are told of by one event. */
  public static DropRule all(String eventType) {
    return new DropRule(eventType, true);
  }

  /**
   * The same rule for several events of one aggregate: {@code regops.control} and what happened.
   */
  public static Stream<DropRule> each(String aggregate, String... happened) {
    return Stream.of(happened).map(what -> one(aggregate + "." + what));
  }

  /** What is to be dropped; an entity whose id cannot be read drops everything. */
  CacheDrop drop(String cache, String entityId) {
    if (all) {
      return CacheDrop.all(cache);
    }
    return GlobalId.parse(entityId)
        .map(id -> CacheDrop.of(cache, id.uuid().toString()))
        .orElseGet(() -> CacheDrop.all(cache));
  }
}
