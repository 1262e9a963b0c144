package ai.kompl.local.verify.cache;

import ai.kompl.tenancy.cache.Bytes;
import ai.kompl.tenancy.cache.CacheAwayException;
import ai.kompl.tenancy.cache.CacheServer;
import ai.kompl.tenancy.cache.Token;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** The way to Redis with one planted fault at a time. */
final class FaultyServer implements CacheServer {
  private static final Duration SLOW = Duration.ofMillis(40);
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final CacheServer real;
  private final AtomicReference<Fault> planted = new AtomicReference<>(Fault.NONE);

  FaultyServer(CacheServer real) {
    this.real = real;
  }

  void plant(Fault fault) {
    planted.set(fault);
  }

  private boolean has(Fault fault) {
    return planted.get() == fault;
  }

  private void reach() {
    if (has(Fault.CUT)) {
      throw new CacheAwayException("cut off");
    }
  }

  private byte[] name(byte[] name) {
    if (!has(Fault.TENANT_FORGOTTEN)) {
      return name;
    }
    String text = new String(name, StandardCharsets.US_ASCII);
    return ("{all}" + text.substring(text.indexOf('}') + 1)).getBytes(StandardCharsets.US_ASCII);
  }

  private List<byte[]> names(List<byte[]> names) {
    return names.stream().map(this::name).toList();
  }

  @Override
  public Taken take(byte[] group, List<byte[]> names, List<Optional<Token>> known, Terms lease) {
    reach();
    return real.take(name(group), names(names), known, lease);
  }

  @Override
  public List<Boolean> store(byte[] group, Token generation, List<Stored> values, Token token) {
    reach();
    if (has(Fault.LEASES_IGNORED)) {
      LockSupport.parkNanos(SLOW.toNanos());
    }
    List<Stored> renamed = values.stream().map(this::renamed).toList();
    List<Boolean> stored = real.store(name(group), generation, renamed, token);
    boolean refused = stored.contains(false);
    return has(Fault.LEASES_IGNORED) && refused ? storeAnyhow(group, renamed, token) : stored;
  }

  private List<Boolean> storeAnyhow(byte[] group, List<Stored> values, Token token) {
    Taken again =
        real.take(
            group,
            values.stream().map(value -> value.name().array()).toList(),
            values.stream().map(_ -> Optional.<Token>empty()).toList(),
            new Terms(token, LEASE));
    return real.store(group, again.generation(), values, token);
  }

  private Stored renamed(Stored value) {
    return new Stored(Bytes.of(name(value.name().array())), value.sealed(), value.keep());
  }

  @Override
  public void release(List<byte[]> names, Token token) {
    reach();
    real.release(names(names), token);
  }

  @Override
  public List<Boolean> fence(List<byte[]> names, Terms fence) {
    reach();
    return has(Fault.DROPS_LOST)
        ? names.stream().map(_ -> false).toList()
        : real.fence(names(names), fence);
  }

  @Override
  public void drop(List<byte[]> names, Token token, List<byte[]> marks) {
    reach();
    if (!has(Fault.DROPS_LOST)) {
      real.drop(names(names), token, names(marks));
    }
  }

  @Override
  public boolean dropUnless(byte[] mark, List<byte[]> names) {
    reach();
    return !has(Fault.DROPS_LOST) && real.dropUnless(name(mark), names(names));
  }

  @Override
  public boolean answers() {
    return !has(Fault.CUT) && real.answers();
  }

  @Override
  public long roundTrips() {
    return real.roundTrips();
  }

  @Override
  public void close() {
    real.close();
  }
}
