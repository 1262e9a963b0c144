package ai.kompl.dataloaders;

import java.util.Optional;

/**
 * What lies around a page. Following the Relay connection specification, the far end is known only
 * in the paging direction; backward of it the answer is whether a cursor was given.
 *
 * @param hasNextPage whether entries follow
 * @param hasPreviousPage whether entries come before
 * @param first the page's first entry
 * @param last the page's last entry
 */
public record PageInfo(
    boolean hasNextPage,
    boolean hasPreviousPage,
    Optional<? extends Edge<?>> first,
    Optional<? extends Edge<?>> last) {

  /** Cursor of the first entry. */
  public Optional<String> startCursor() {
    return first.map(Edge::cursor);
  }

  /** Cursor of the last entry. */
  public Optional<String> endCursor() {
    return last.map(Edge::cursor);
  }
}
