package ai.kompl.tenancy.cache;

import java.util.List;
import java.util.Optional;

/** A server that can be cut off from one process while others still reach it. */
final class FaultyServer implements CacheServer {
  private final CacheServer real;
  private volatile boolean cut;

  FaultyServer(CacheServer real) {
    this.real = real;
  }

  void cut(boolean now) {
    cut = now;
  }

  private void reach() {
    if (cut) {
      throw new CacheAwayException("cut off");
    }
  }

  @Override
  public Taken take(byte[] group, List<byte[]> names, List<Optional<Token>> known, Terms lease) {
    reach();
    return real.take(group, names, known, lease);
  }

  @Override
  public List<Boolean> store(byte[] group, Token generation, List<Stored> values, Token token) {
    reach();
    return real.store(group, generation, values, token);
  }

  @Override
  public void release(List<byte[]> names, Token token) {
    reach();
    real.release(names, token);
  }

  @Override
  public List<Boolean> fence(List<byte[]> names, Terms fence) {
    reach();
    return real.fence(names, fence);
  }

  @Override
  public void drop(List<byte[]> names, Token token, List<byte[]> marks) {
    reach();
    real.drop(names, token, marks);
  }

  @Override
  public boolean dropUnless(byte[] mark, List<byte[]> names) {
    reach();
    return real.dropUnless(mark, names);
  }

  @Override
  public boolean answers() {
    return !cut && real.answers();
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
