package ai.kompl.tenancy.vault.key;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A key store that forgets all when the test ends, and can be away. */
public final class MemoryKeyStore implements KeyStore {
  private final List<WrappedKey> keys = new ArrayList<>();
  private final Set<TenantId> destroyed = new HashSet<>();
  private boolean derivedBefore;
  private boolean away;
  private int reads;

  @Override
  public synchronized Kept find(TenantId tenant, String purpose) {
    refuseWhenAway();
    reads++;
    List<WrappedKey> found =
        keys.stream()
            .filter(key -> key.name().tenant().equals(tenant))
            .filter(key -> key.name().purpose().equals(purpose))
            .toList();
    return new Kept(found, destroyed.contains(tenant), derivedBefore);
  }

  @Override
  public synchronized boolean add(WrappedKey key) {
    refuseWhenAway();
    boolean free =
        !destroyed.contains(key.name().tenant())
            && keys.stream().noneMatch(other -> other.name().equals(key.name()));
    return free && keys.add(key);
  }

  public synchronized List<WrappedKey> all() {
    return List.copyOf(keys);
  }

  public synchronized void replace(WrappedKey by) {
    keys.replaceAll(key -> key.name().equals(by.name()) ? by : key);
  }

  public synchronized void destroy(TenantId tenant) {
    keys.removeIf(key -> key.name().tenant().equals(tenant));
    destroyed.add(tenant);
  }

  public synchronized void comeFromBefore() {
    derivedBefore = true;
  }

  public synchronized void goAway() {
    away = true;
  }

  public synchronized int reads() {
    return reads;
  }

  private void refuseWhenAway() {
    if (away) {
      throw new ProblemException(Problem.UNAVAILABLE);
    }
  }
}
