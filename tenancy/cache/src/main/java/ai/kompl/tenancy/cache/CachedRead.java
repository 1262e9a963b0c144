package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.cache.CacheCounters.What;
import ai.kompl.tenancy.cache.CacheServer.Entry;
import ai.kompl.tenancy.cache.CacheServer.Stored;
import ai.kompl.tenancy.cache.CacheServer.Taken;
import ai.kompl.tenancy.cache.CacheServer.Terms;
import ai.kompl.tenancy.cache.LocalLevel.Held;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * One reading of many values: a look at the shared level, the loading of what nobody has, and
 * waiting for what others are loading. On the thread that asked.
 */
final class CachedRead<V> {
  /** How long somebody in another process is waited for before the value is read without him. */
  private static final Duration WAIT = Duration.ofMillis(250);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  /**
   * What is asked for.
   *
   * @param ahead whether nobody waits for it: it is no read then, neither hit nor miss
   */
  record Wanted<V>(
      TenantId tenant, long epoch, Set<String> ids, CacheLoad<V> load, boolean ahead) {}

  /** What a look at the shared level has left to do. */
  private static final class Found {
    private final List<String> leased = new ArrayList<>();
    private final Set<String> toLoad = new LinkedHashSet<>();
    private final Map<String, Token> busy = new LinkedHashMap<>();
  }

  private final TenantCache<V> cache;
  private final Wanted<V> wanted;
  private final CacheServer server;
  private final LocalLevel local;
  private final Map<String, V> values = new HashMap<>();
  private final byte[] group;

  CachedRead(TenantCache<V> cache, Wanted<V> wanted) {
    this.cache = cache;
    this.wanted = wanted;
    this.server = cache.parts().server();
    this.local = cache.parts().local();
    this.group = CacheKey.group(wanted.tenant(), cache.spec().name(), wanted.epoch()).bytes();
  }

  Map<String, V> run() {
    Set<String> left = new LinkedHashSet<>(wanted.ids());
    long end = System.nanoTime() + WAIT.toNanos();
    try {
      while (!left.isEmpty()) {
        left = round(left);
        if (!left.isEmpty() && System.nanoTime() - end >= 0) {
          bypass(left);
          return values;
        }
      }
    } catch (CacheAwayException e) {
      cache.parts().gate().lost(e);
      bypass(left);
    }
    return values;
  }

  private void bypass(Set<String> left) {
    count(What.BYPASSED, left.size());
    values.putAll(cache.loads().load(wanted.tenant(), left, wanted.load()));
  }

  /** Answers what it can; what is left is being loaded by others. */
  private Set<String> round(Set<String> left) {
    Token token = Token.of(cache.parts().random());
    cache.flights().begin(token);
    Map<String, Optional<V>> stored = new HashMap<>();
    Found found;
    try {
      found = look(left, token, stored);
    } finally {
      cache.flights().end(token, stored);
    }
    return await(found);
  }

  private Found look(Set<String> left, Token token, Map<String, Optional<V>> stored) {
    List<String> ids = List.copyOf(left);
    List<CacheKey> keys = ids.stream().map(this::key).toList();
    List<Optional<Held>> known = ids.stream().map(this::held).toList();
    Taken taken =
        server.take(
            group,
            keys.stream().map(CacheKey::bytes).toList(),
            known.stream().map(it -> it.map(Held::stamp)).toList(),
            new Terms(token, cache.parts().times().load()));
    var found = new Found();
    for (int i = 0; i < ids.size(); i++) {
      sort(keys.get(i), known.get(i), taken.entries().get(i), found);
    }
    if (!found.toLoad.isEmpty()) {
      load(found, taken, token, stored);
    }
    return found;
  }

  private void sort(CacheKey key, Optional<Held> known, Entry entry, Found found) {
    switch (entry) {
      case Entry.Known() -> {
        count(What.LOCAL_HIT, 1);
        give(key.id(), valueOf(known.orElseThrow()));
      }
      case Entry.Value(Token stamp, Bytes sealed) -> opened(key, stamp, sealed, found);
      case Entry.Leased() -> {
        found.leased.add(key.id());
        found.toLoad.add(key.id());
      }
      case Entry.Busy(Token loader) -> found.busy.put(key.id(), loader);
      case Entry.Fenced() -> found.toLoad.add(key.id());
    }
  }

  private void opened(CacheKey key, Token stamp, Bytes sealed, Found found) {
    Optional<Optional<V>> value = cache.form().read(key, sealed.array());
    if (value.isEmpty()) {
      // Not given out, whoever put it there; it stays away until it is dropped or replaced.
      count(What.MISMATCH, 1);
      System.getLogger(CachedRead.class.getName())
          .log(System.Logger.Level.WARNING, "cache-value-mismatch " + cache.spec().name());
      found.toLoad.add(key.id());
      discard(key);
      return;
    }
    count(What.SHARED_HIT, 1);
    keep(key.id(), stamp, value.get(), sealed.length());
    give(key.id(), value.get());
  }

  /** What cannot be read goes, so that the next reader can put it right. */
  private void discard(CacheKey key) {
    server.drop(List.of(key.bytes()), Token.of(cache.parts().random()), List.of());
  }

  private void load(Found found, Taken taken, Token token, Map<String, Optional<V>> stored) {
    count(wanted.ahead() ? What.REFRESHED : What.MISS, found.toLoad.size());
    Map<String, V> loaded;
    boolean done = false;
    try {
      loaded = cache.loads().load(wanted.tenant(), found.toLoad, wanted.load());
      done = true;
    } finally {
      if (!done) {
        release(found.leased, token);
      }
    }
    found.toLoad.forEach(id -> give(id, Optional.ofNullable(loaded.get(id))));
    if (!found.leased.isEmpty()) {
      store(found.leased, loaded, taken, token, stored);
    }
  }

  private void store(
      List<String> ids,
      Map<String, V> loaded,
      Taken taken,
      Token token,
      Map<String, Optional<V>> stored) {
    List<Stored> entries;
    List<Boolean> done;
    try {
      entries = ids.stream().map(id -> entry(id, Optional.ofNullable(loaded.get(id)))).toList();
      done = server.store(group, taken.generation(), entries, token);
    } catch (CacheAwayException e) {
      // The values are good; only nobody else profits from them.
      cache.parts().gate().lost(e);
      return;
    } catch (ProblemException e) {
      // The same when they cannot be sealed, for instance because the tenant's key is destroyed.
      release(ids, token);
      return;
    }
    for (int i = 0; i < ids.size(); i++) {
      Optional<V> value = Optional.ofNullable(loaded.get(ids.get(i)));
      if (done.get(i)) {
        stored.put(ids.get(i), value);
        keep(ids.get(i), token, value, entries.get(i).sealed().length());
      } else {
        count(What.STALE_REFUSAL, 1);
      }
    }
  }

  private Stored entry(String id, Optional<V> value) {
    CacheKey key = key(id);
    Duration keep = value.isPresent() ? cache.spec().keep() : cache.spec().keepAbsent();
    return new Stored(Bytes.of(key.bytes()), Bytes.of(cache.form().write(key, value)), keep);
  }

  private void release(List<String> leased, Token token) {
    if (leased.isEmpty()) {
      return;
    }
    try {
      server.release(leased.stream().map(id -> key(id).bytes()).toList(), token);
    } catch (CacheAwayException e) {
      cache.parts().gate().lost(e);
    }
  }

  private Set<String> await(Found found) {
    Set<String> left = new LinkedHashSet<>(found.busy.keySet());
    Duration patience = cache.parts().times().load();
    found.busy.forEach((id, token) ->
        cache
            .flights()
            .await(token, patience)
            .map(stored -> stored.get(id))
            .ifPresent(value -> {
              count(What.JOINED, 1);
              give(id, value);
              left.remove(id);
            }));
    if (!left.isEmpty()) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return left;
  }

  private CacheKey key(String id) {
    return new CacheKey(wanted.tenant(), cache.spec().name(), wanted.epoch(), id);
  }

  private Optional<Held> held(String id) {
    return local.find(wanted.tenant(), cache.spec().name(), id);
  }

  private void keep(String id, Token stamp, Optional<V> value, int bytes) {
    local.put(wanted.tenant(), cache.spec().name(), id, new Held(stamp, value, bytes));
  }

  @SuppressWarnings("unchecked") // reason: under this cache's name only its own values are put
  private Optional<V> valueOf(Held held) {
    return (Optional<V>) held.value();
  }

  private void give(String id, Optional<V> value) {
    value.ifPresent(it -> values.put(id, it));
  }

  private void count(What what, int times) {
    boolean read =
        switch (what) {
          case LOCAL_HIT, SHARED_HIT, JOINED, MISS, BYPASSED -> true;
          case REFRESHED, INVALIDATION, STALE_REFUSAL, MISMATCH -> false;
        };
    if (!read || !wanted.ahead()) {
      cache.counters().add(wanted.tenant(), what, times);
    }
  }
}
