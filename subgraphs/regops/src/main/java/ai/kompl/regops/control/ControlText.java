package ai.kompl.regops.control;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What people write about a control.
 *
 * @param ref the tenant's own reference
 * @param frequency how often it is carried out, in the tenant's words
 * @param reviewEveryDays days between two reviews
 * @param ownerId the user who answers for it
 */
public record ControlText(
    String ref,
    String title,
    Optional<String> objective,
    ControlType type,
    ControlNature nature,
    Optional<String> frequency,
    Optional<Integer> reviewEveryDays,
    List<String> tags,
    Optional<UUID> ownerId) {

  public ControlText {
    tags = List.copyOf(tags);
  }
}
