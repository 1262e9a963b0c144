package ai.kompl.dataloaders;

import ai.kompl.tenancy.caller.Caller;
import java.util.Map;
import java.util.Set;

/**
 * Reads many values by key in one go, with one caller's rights. It may block and must not call
 * other loaders.
 *
 * @param <K> the key, a value type
 * @param <V> what is read
 */
@FunctionalInterface
public interface BatchLoad<K, V> {

  /**
   * Reads the values of all keys.
   *
   * @param caller on whose behalf
   * @param keys distinct keys in the order they were asked for, never empty
   * @return the values found; a key that is not there has no entry
   */
  Map<K, V> load(Caller caller, Set<K> keys);
}
