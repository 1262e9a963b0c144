package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.cache.CacheServer.Terms;
import ai.kompl.tenancy.caller.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A change of what is cached, from before its commit until it may be acknowledged. Before the
 * commit its values are fenced, so that nobody who reads the old state can store it; after it they
 * are dropped. What cannot be done in Redis is done by suspending the cache for everybody. Used by
 * one thread.
 */
public final class CacheChange {
  private final TenantCaches caches;
  private final TenantId tenant;
  private final List<CacheDrop> drops;
  private final Token token;
  private OptionalLong fencedIn = OptionalLong.empty();
  private List<CacheDrop> inUse = List.of();

  CacheChange(TenantCaches caches, TenantId tenant, List<CacheDrop> drops) {
    this.caches = caches;
    this.tenant = tenant;
    this.drops = List.copyOf(drops);
    this.token = Token.of(caches.parts().random());
  }

  void begin() {
    CacheGate gate = caches.parts().gate();
    OptionalLong epoch = gate.dropping();
    if (epoch.isPresent() && fenced(epoch.getAsLong())) {
      fencedIn = epoch;
    } else {
      gate.suspend();
    }
  }

  private boolean fenced(long epoch) {
    try {
      var terms = new Terms(token, caches.parts().times().change());
      List<Boolean> were = caches.parts().server().fence(names(epoch), terms);
      List<CacheDrop> used = new ArrayList<>();
      for (int i = 0; i < drops.size(); i++) {
        if (were.get(i)) {
          used.add(drops.get(i));
        }
      }
      inUse = List.copyOf(used);
      return true;
    } catch (CacheAwayException e) {
      caches.parts().gate().lost(e);
      return false;
    }
  }

  /**
   * The change is committed. Returns when it may be acknowledged.
   *
   * @param marks what events will tell of it, so that nothing is dropped once more when they come
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when neither Redis nor the others
   *     could be told: it must not be acknowledged then
   */
  public void committed(List<String> marks) {
    caches.counted(tenant, drops);
    if (fencedIn.isEmpty() || !dropped(fencedIn.getAsLong(), marks)) {
      caches.parts().gate().suspend();
      return;
    }
    caches.refresh(tenant, inUse);
  }

  /** The change did not happen, or nobody knows. */
  public void givenUp() {
    // Should this fail, the fence ends by itself.
    fencedIn.ifPresent(epoch -> dropped(epoch, List.of()));
  }

  private boolean dropped(long fenced, List<String> marks) {
    CacheGate gate = caches.parts().gate();
    OptionalLong epoch = gate.dropping();
    if (epoch.isEmpty()) {
      return false;
    }
    List<byte[]> names = new ArrayList<>(names(fenced));
    if (epoch.getAsLong() != fenced) {
      names.addAll(names(epoch.getAsLong()));
    }
    List<byte[]> done = marks.stream().map(mark -> CacheKey.mark(tenant, mark).bytes()).toList();
    try {
      caches.parts().server().drop(names, token, done);
      return true;
    } catch (CacheAwayException e) {
      gate.lost(e);
      return false;
    }
  }

  private List<byte[]> names(long epoch) {
    return drops.stream().map(drop -> drop.key(tenant, epoch).bytes()).toList();
  }
}
