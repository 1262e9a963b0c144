package ai.kompl.dataloaders;

import ai.kompl.tenancy.caller.Caller;
import java.util.List;
import java.util.Map;

/**
 * Counts the children of many parents in one statement.
 *
 * @param <P> the parent's key
 * @param <F> the filter
 */
@FunctionalInterface
public interface WindowCount<P, F> {

  /**
   * Counts per parent.
   *
   * @param caller on whose behalf
   * @param parents distinct, never empty
   * @param filter which children
   * @return counts; a parent without children may be left out
   */
  Map<P, Long> count(Caller caller, List<P> parents, F filter);
}
