package ai.kompl.dataloaders;

import ai.kompl.tenancy.caller.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A connection below a parent, such as the controls of a requirement, read for all parents of a
 * batch at once: one statement per distinct page and filter, not per parent.
 *
 * @param <P> the parent's key
 * @param <F> the filter
 * @param <T> a child
 */
public final class Windows<P, F, T> {

  private record Group<F>(F filter, PageRequest page) {}

  private record Counted<P, F>(P parent, F filter) {}

  private final Loader<Window<P, F>, Connection<T>> pages;
  private final Loader<Counted<P, F>, Long> counts;
  private final WindowLoad<P, F, T> load;
  private final WindowCount<P, F> count;
  private final Function<T, Position> position;

  /**
   * Declares the connection.
   *
   * @param name unique within the subgraph, such as {@code regops.requirement.controls}
   * @param load reads pages
   * @param count counts children, only when a client asks
   * @param position the place of a child in the list
   */
  public Windows(
      String name,
      WindowLoad<P, F, T> load,
      WindowCount<P, F> count,
      Function<T, Position> position) {
    this.load = load;
    this.count = count;
    this.position = position;
    this.pages = Loader.of(name, this::loadPages);
    this.counts = Loader.of(name + ".count", this::loadCounts);
  }

  /** The loader of pages; every window asked for gets a connection, empty when nothing is there. */
  public Loader<Window<P, F>, Connection<T>> loader() {
    return pages;
  }

  private Map<Window<P, F>, Connection<T>> loadPages(Caller caller, Set<Window<P, F>> windows) {
    Map<Group<F>, List<P>> groups = new LinkedHashMap<>();
    for (Window<P, F> window : windows) {
      groups
          .computeIfAbsent(new Group<>(window.filter(), window.page()), _ -> new ArrayList<>())
          .add(window.parent());
    }
    Map<Window<P, F>, Connection<T>> found = new HashMap<>();
    groups.forEach((group, parents) -> loadGroup(caller, group, parents, found));
    return found;
  }

  private void loadGroup(
      Caller caller, Group<F> group, List<P> parents, Map<Window<P, F>, Connection<T>> found) {
    Map<P, List<T>> rows = load.load(caller, parents, group.filter(), group.page());
    for (P parent : parents) {
      TotalCount total = new TotalCount.Batched<>(counts, new Counted<>(parent, group.filter()));
      found.put(
          new Window<>(parent, group.filter(), group.page()),
          Connection.of(group.page(), rows.getOrDefault(parent, List.of()), position, total));
    }
  }

  private Map<Counted<P, F>, Long> loadCounts(Caller caller, Set<Counted<P, F>> keys) {
    Map<F, List<P>> groups = new LinkedHashMap<>();
    for (Counted<P, F> key : keys) {
      groups.computeIfAbsent(key.filter(), _ -> new ArrayList<>()).add(key.parent());
    }
    Map<Counted<P, F>, Long> found = new HashMap<>();
    groups.forEach((filter, parents) -> {
      Map<P, Long> counted = count.count(caller, parents, filter);
      for (P parent : parents) {
        found.put(new Counted<>(parent, filter), counted.getOrDefault(parent, 0L));
      }
    });
    return found;
  }
}
