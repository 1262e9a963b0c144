package ai.kompl.dataloaders;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list, ready for a client.
 *
 * @param edges the entries in list order
 * @param pageInfo what lies around them
 * @param total how the whole list is counted when asked for
 * @param <T> what the list holds
 */
public record Connection<T>(List<Edge<T>> edges, PageInfo pageInfo, TotalCount total) {

  public Connection {
    edges = List.copyOf(edges);
  }

  /** The entries alone, in list order. */
  public List<T> nodes() {
    return edges.stream().map(Edge::node).toList();
  }

  /**
   * Makes a page of the rows that a statement found for a request.
   *
   * @param page what was asked for
   * @param rows as read: at most {@link PageRequest#limit()}, in reverse order when going backward
   * @param position the place of a row in the list
   * @param total how the list is counted
   */
  public static <T> Connection<T> of(
      PageRequest page, List<T> rows, Function<T, Position> position, TotalCount total) {
    boolean more = rows.size() > page.size();
    List<T> kept = more ? rows.subList(0, page.size()) : rows;
    List<T> ordered = page.backward() ? kept.reversed() : kept;
    List<Edge<T>> edges =
        ordered.stream().map(row -> new Edge<>(row, position.apply(row), page.scope())).toList();
    return new Connection<>(edges, around(page, edges, more), total);
  }

  private static <T> PageInfo around(PageRequest page, List<Edge<T>> edges, boolean more) {
    boolean cursorGiven = page.from().isPresent();
    Optional<Edge<T>> first = edges.isEmpty() ? Optional.empty() : Optional.of(edges.getFirst());
    Optional<Edge<T>> last = edges.isEmpty() ? Optional.empty() : Optional.of(edges.getLast());
    return page.backward()
        ? new PageInfo(cursorGiven, more, first, last)
        : new PageInfo(more, cursorGiven, first, last);
  }
}
