package ai.kompl.tenancy.events;

import ai.kompl.tenancy.caller.TenantId;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sixteen streams that carry all events. A tenant's events are all in one of them; the part in
 * braces places each stream on a node of a Redis cluster.
 */
final class StreamShards {
  static final int COUNT = 16;

  private StreamShards() {}

  /** The stream of a tenant: by the last digit of its id, which is random. */
  static String of(TenantId tenant) {
    return key(Character.digit(tenant.value().charAt(15), COUNT));
  }

  static List<String> all() {
    return IntStream.range(0, COUNT).mapToObj(StreamShards::key).toList();
  }

  private static String key(int shard) {
    return "kompl:{events-%02d}".formatted(shard);
  }
}
