package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.caller.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Values that this process has read, unsealed, each with the stamp by which the shared level tells
 * whether it is still the one. Never used without asking. Bounded in all and per tenant, by the
 * size of the written values; what was used least recently goes first.
 */
final class LocalLevel {
  private static final int OVERHEAD = 200;

  /** A value, or the knowledge that there is none. */
  record Held(Token stamp, Optional<?> value, int bytes) {}

  /** How often something was used while it was here. */
  record Use(TenantId tenant, String cache, String id, long times) {}

  private record Name(String cache, String id) {}

  private static final class Slot {
    private Held held;
    private long uses = 1;

    Slot(Held held) {
      this.held = held;
    }
  }

  private static final class Share {
    private final LinkedHashMap<Name, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
  }

  private final long most;
  private final long mostOfTenant;
  private final LongAdder evictions = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<TenantId, Share> shares = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  LocalLevel(long most, long mostOfTenant) {
    this.most = most;
    this.mostOfTenant = Math.min(most, mostOfTenant);
  }

  Optional<Held> find(TenantId tenant, String cache, String id) {
    lock.lock();
    try {
      Share share = shares.get(tenant);
      Slot slot = share == null ? null : share.slots.get(new Name(cache, id));
      if (slot == null) {
        return Optional.empty();
      }
      slot.uses++;
      return Optional.of(slot.held);
    } finally {
      lock.unlock();
    }
  }

  void put(TenantId tenant, String cache, String id, Held held) {
    int size = held.bytes() + OVERHEAD;
    if (size > mostOfTenant) {
      return;
    }
    lock.lock();
    try {
      Share share = shares.computeIfAbsent(tenant, _ -> new Share());
      Slot slot = share.slots.get(new Name(cache, id));
      if (slot == null) {
        share.slots.put(new Name(cache, id), new Slot(held));
        grow(share, size);
      } else {
        grow(share, held.bytes() - slot.held.bytes());
        slot.held = held;
      }
      shrink(share);
    } finally {
      lock.unlock();
    }
  }

  private void grow(Share share, long by) {
    share.bytes += by;
    bytes += by;
  }

  private void shrink(Share used) {
    while (used.bytes > mostOfTenant) {
      evictFrom(used);
    }
    Iterator<Share> eldest = shares.values().iterator();
    while (bytes > most && eldest.hasNext()) {
      Share share = eldest.next();
      while (bytes > most && !share.slots.isEmpty()) {
        evictFrom(share);
      }
      if (share.slots.isEmpty()) {
        eldest.remove();
      }
    }
  }

  private void evictFrom(Share share) {
    Iterator<Slot> eldest = share.slots.values().iterator();
    grow(share, -(eldest.next().held.bytes() + OVERHEAD));
    eldest.remove();
    evictions.increment();
  }

  /** Bytes held, with what holding them costs. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  long evictions() {
    return evictions.sum();
  }

  /** What was used most, the most first. */
  List<Use> hottest(int count) {
    List<Use> uses = new ArrayList<>();
    lock.lock();
    try {
      for (Map.Entry<TenantId, Share> share : shares.entrySet()) {
        share
            .getValue()
            .slots
            .forEach((name, slot) ->
                uses.add(new Use(share.getKey(), name.cache(), name.id(), slot.uses)));
      }
    } finally {
      lock.unlock();
    }
    return uses.stream()
        .sorted(
            Comparator.comparingLong(Use::times)
                .reversed()
                .thenComparing(Use::tenant)
                .thenComparing(Use::id))
        .limit(count)
        .toList();
  }
}
