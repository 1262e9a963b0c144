package ai.kompl.tenancy.vault.key;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of tenants: random ones for each tenant and purpose, kept wrapped under the master key
 * and made at their first use. Unwrapped they stay in memory for a bounded time; after it they are
 * read again, so that destroyed keys are gone everywhere then, and when the master key's holder or
 * the store is away reading goes on that long and then fails. Safe for use by many threads.
 */
public final class TenantKeys {
  /** Not a tenant: what belongs to the platform itself is encrypted under this name. */
  public static final TenantId PLATFORM = new TenantId("0000000000000000");

  /** The longest time that a key stays in memory. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  private static final String CHECK = "master-key-check";
  private static final int MOST_TRIES = 5;

  private final KeyStore store;
  private final MasterKeyHolder masters;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Duration lifetime;
  private final Map<RingName, Slot> slots = new ConcurrentHashMap<>();

  /**
   * Over that store and master key.
   *
   * @param clock tells how long keys have been in memory
   * @param random where new keys come from
   * @param lifetime how long they stay in memory, at most {@link #LONGEST}
   */
  public TenantKeys(
      KeyStore store,
      MasterKeyHolder masters,
      InstantSource clock,
      SecureRandom random,
      Duration lifetime) {
    if (lifetime.isNegative() || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("keys stay at most " + LONGEST + " in memory");
    }
    this.store = store;
    this.masters = masters;
    this.clock = clock;
    this.random = random;
    this.lifetime = lifetime;
  }

  /**
   * Makes sure that the master key is the one the data were encrypted with. A process calls it
   * before anything else; at the very first start it makes what later starts compare with.
   *
   * @throws IllegalStateException saying where the wrong key is and which one it must be, or why
   *     its holder cannot be used
   */
  public void check() {
    try {
      current(PLATFORM, CHECK);
    } catch (ProblemException e) {
      String why = Optional.ofNullable(e.getCause()).orElse(e).getMessage();
      throw new IllegalStateException("The master key cannot be used: " + why + ".", e);
    } catch (UnreadableException e) {
      throw new IllegalStateException(
          "The master key in "
              + masters.place()
              + " is not the one that the data of this database were encrypted with: "
              + e.getMessage()
              + ". Put the right one back; nothing was changed.",
          e);
    }
  }

  /**
   * The key that encrypts now; made when there is none yet.
   *
   * @throws ProblemException ERASED when the tenant's keys were destroyed, UNAVAILABLE when the
   *     store or the master key's holder does not answer
   * @throws UnreadableException when the kept key does not open
   */
  public DataKey current(TenantId tenant, String purpose) {
    var name = new RingName(tenant, purpose);
    KeyRing ring = ring(name, false);
    for (int tries = 0; ring.isEmpty(); tries++) {
      if (tries == MOST_TRIES) {
        throw new IllegalStateException("the key store keeps nothing of " + name);
      }
      store.add(masters.wrap(new KeyName(tenant, purpose, 1), first(name, ring)));
      ring = ring(name, true);
    }
    return ring.newest();
  }

  /**
   * The key of that version, for reading.
   *
   * @throws ProblemException ERASED when the tenant's keys were destroyed, UNAVAILABLE when the
   *     store or the master key's holder does not answer
   * @throws UnreadableException when there is no such key or it does not open
   */
  public DataKey version(KeyName wanted) {
    var name = new RingName(wanted.tenant(), wanted.purpose());
    Optional<DataKey> found = ring(name, false).find(wanted.version());
    // Another process may have begun a new version since this one has read them.
    return found
        .or(() -> ring(name, true).find(wanted.version()))
        .orElseThrow(() -> new UnreadableException("there is no key " + wanted));
  }

  /**
   * The master key that keys of this tenant were derived from before they were kept.
   *
   * @throws ProblemException ERASED when the tenant's keys were destroyed
   * @throws UnreadableException when it is not held any more
   */
  public MasterKey deriving(TenantId tenant, String purpose) {
    ring(new RingName(tenant, purpose), false);
    return masters
        .deriving()
        .orElseThrow(() ->
            new UnreadableException(
                "it was encrypted under a key derived from a master key that is not held here"));
  }

  /**
   * Begins a new version: it encrypts from now on in this process, in others as soon as they read
   * the keys again. Earlier versions stay for reading. Two that do so at once begin one version.
   *
   * @return the key that encrypts now
   */
  public DataKey rotate(TenantId tenant, String purpose) {
    int next = current(tenant, purpose).name().version() + 1;
    byte[] fresh = fresh();
    store.add(masters.wrap(new KeyName(tenant, purpose, next), fresh));
    return ring(new RingName(tenant, purpose), true).newest();
  }

  /** Drops a tenant's keys from the memory of this process. */
  public void forget(TenantId tenant) {
    slots.keySet().removeIf(name -> name.tenant().equals(tenant));
  }

  /** How many sets of keys are in memory. */
  int remembered() {
    return (int)
        slots.values().stream().filter(slot -> slot.young(clock.instant()).isPresent()).count();
  }

  private KeyRing ring(RingName name, boolean anew) {
    return slots.computeIfAbsent(name, _ -> new Slot()).ring(name, anew);
  }

  private KeyRing load(RingName name) {
    Instant now = clock.instant();
    slots.values().removeIf(slot -> slot.isOld(now));
    KeyStore.Kept kept = store.find(name.tenant(), name.purpose());
    if (kept.destroyed()) {
      forget(name.tenant());
      throw new ProblemException(Problem.ERASED);
    }
    List<DataKey> keys =
        kept.keys().stream().map(key -> new DataKey(key.name(), masters.unwrap(key))).toList();
    return new KeyRing(keys, kept.derivedBefore(), now);
  }

  /** What the platform derived before goes on as it was, or its signatures would no longer hold. */
  private byte[] first(RingName name, KeyRing ring) {
    if (name.tenant().equals(PLATFORM) && ring.derivedBefore()) {
      return masters.deriving().map(key -> key.platformKey(name.purpose())).orElseGet(this::fresh);
    }
    return fresh();
  }

  private byte[] fresh() {
    byte[] fresh = new byte[DataKey.LENGTH];
    random.nextBytes(fresh);
    return fresh;
  }

  private record RingName(TenantId tenant, String purpose) {
    RingName {
      KeyName.checkPurpose(purpose);
    }
  }

  /**
   * The place of one ring; its lock is held while the ring is read, so that one thread reads it.
   */
  private final class Slot {
    private volatile Optional<KeyRing> ring = Optional.empty();

    synchronized KeyRing ring(RingName name, boolean anew) {
      Optional<KeyRing> young = young(clock.instant());
      if (young.isPresent() && !anew) {
        return young.get();
      }
      ring = Optional.empty();
      KeyRing read = load(name);
      ring = Optional.of(read);
      return read;
    }

    Optional<KeyRing> young(Instant now) {
      return ring.filter(kept -> kept.isYoung(now, lifetime));
    }

    /** Without the lock, which whoever asks for another ring must not wait for. */
    boolean isOld(Instant now) {
      return ring.isPresent() && young(now).isEmpty();
    }
  }
}
