package ai.kompl.tenancy.data;

import java.util.Optional;
import java.util.UUID;

/**
 * A part of the list of deletions.
 *
 * @param from where it begins, this record itself not included; empty for an end of the list
 * @param backward towards newer deletions instead of older ones; the nearest comes first
 * @param limit how many at most
 */
public record DeletionPage(Optional<Place> from, boolean backward, int limit) {
  /**
   * A place in the list.
   *
   * @param at when the deletion was, ISO 8601
   */
  public record Place(String at, UUID id) {}
}
