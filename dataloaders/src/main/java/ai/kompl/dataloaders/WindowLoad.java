package ai.kompl.dataloaders;

import ai.kompl.tenancy.caller.Caller;
import java.util.List;
import java.util.Map;

/**
 * Reads the same page of the children of many parents, in one statement. The usual shape numbers
 * the rows per parent, {@code row_number() over (partition by parent order by ...)}, and keeps
 * those up to {@link PageRequest#limit()}.
 *
 * @param <P> the parent's key
 * @param <F> the filter
 * @param <T> a child
 */
@FunctionalInterface
public interface WindowLoad<P, F, T> {

  /**
   * Reads one page per parent.
   *
   * @param caller on whose behalf
   * @param parents distinct, never empty
   * @param filter which children
   * @param page which page
   * @return at most {@link PageRequest#limit()} children per parent, in reverse order when the page
   *     goes backward; a parent without children has no entry
   */
  Map<P, List<T>> load(Caller caller, List<P> parents, F filter, PageRequest page);
}
