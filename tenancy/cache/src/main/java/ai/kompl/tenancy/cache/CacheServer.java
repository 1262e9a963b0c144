package ai.kompl.tenancy.cache;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The shared level of the cache as a few indivisible commands. All names in one command are of one
 * tenant, so that a cluster finds them on one node; each command is one message there and back.
 *
 * <p>Under a name there is a value, a lease of whoever is loading the value, a fence of whoever is
 * changing it, or nothing. The group is one more name: while it is fenced everything of the group
 * is, and when it is dropped everything of the group is void.
 */
public interface CacheServer extends AutoCloseable {
  /**
   * Looks the names up, and takes a lease where there is nothing.
   *
   * @param group the name of their group
   * @param names what is wanted
   * @param known stamp of the value that is known already, per name
   * @param lease of what is not there
   * @throws CacheAwayException when there is no answer
   */
  Taken take(byte[] group, List<byte[]> names, List<Optional<Token>> known, Terms lease);

  /**
   * Stores values where the leases taken with the token still stand, in a group that has not been
   * dropped since.
   *
   * @return per value whether it was stored
   * @throws CacheAwayException when there is no answer
   */
  List<Boolean> store(byte[] group, Token generation, List<Stored> values, Token token);

  /**
   * Gives leases back.
   *
   * @throws CacheAwayException when there is no answer
   */
  void release(List<byte[]> names, Token token);

  /**
   * Fences the names: what they held is gone, and nothing is stored until they are dropped or the
   * time is over.
   *
   * @return per name whether there was a value
   * @throws CacheAwayException when there is no answer
   */
  List<Boolean> fence(List<byte[]> names, Terms fence);

  /**
   * Takes away what is under the names, but for fences of others.
   *
   * @param token of the own fence
   * @param marks names under which it is noted, for a time, that this was done
   * @throws CacheAwayException when there is no answer
   */
  void drop(List<byte[]> names, Token token, List<byte[]> marks);

  /**
   * Takes away everything that is under the names, unless the mark says that it was done.
   *
   * @return whether it was done only now
   * @throws CacheAwayException when there is no answer
   */
  boolean dropUnless(byte[] mark, List<byte[]> names);

  /** Whether the server answers now; connects when it has to. */
  boolean answers();

  /** Commands sent since the start, each one round trip. */
  long roundTrips();

  @Override
  void close();

  /**
   * A token and how long it holds.
   *
   * @param token who
   * @param holds for how long
   */
  record Terms(Token token, Duration holds) {}

  /**
   * A value to be stored.
   *
   * @param name under which name
   * @param sealed the value
   * @param keep its longest life
   */
  record Stored(Bytes name, Bytes sealed, Duration keep) {}

  /**
   * What was found.
   *
   * @param generation of the group, for storing
   * @param entries per name
   */
  record Taken(Token generation, List<Entry> entries) {}

  /** What is under a name. */
  sealed interface Entry {
    /** The value that is known already. */
    record Known() implements Entry {}

    /** Another value, with the stamp to know it by. */
    record Value(Token stamp, Bytes sealed) implements Entry {}

    /** Nothing; the lease is now the caller's. */
    record Leased() implements Entry {}

    /** Somebody loads it under that token. */
    record Busy(Token token) implements Entry {}

    /** Somebody changes it. */
    record Fenced() implements Entry {}
  }
}
