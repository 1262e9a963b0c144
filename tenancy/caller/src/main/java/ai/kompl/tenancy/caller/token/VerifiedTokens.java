package ai.kompl.tenancy.caller.token;

import ai.kompl.tenancy.caller.Caller;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Callers by the hash of their token: bounded, the least recently used goes first. */
final class VerifiedTokens {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TokenHash, Caller> callers;

  VerifiedTokens(int capacity) {
    this.callers =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<TokenHash, Caller> eldest) {
            return size() > capacity;
          }
        };
  }

  Optional<Caller> find(TokenHash hash, Instant now) {
    lock.lock();
    try {
      Caller caller = callers.get(hash);
      if (caller == null) {
        return Optional.empty();
      }
      if (now.isBefore(caller.expiresAt())) {
        return Optional.of(caller);
      }
      callers.remove(hash);
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  void keep(TokenHash hash, Caller caller) {
    lock.lock();
    try {
      callers.put(hash, caller);
    } finally {
      lock.unlock();
    }
  }
}
