package ai.kompl.regops.control;

import ai.kompl.kit.Input;
import ai.kompl.kit.UserReference;
import java.util.Optional;
import java.util.UUID;

/**
 * Which controls are wanted; what is empty does not matter.
 *
 * @param text what reference, title or objective contains
 * @param deleted the deleted ones instead of those in use
 */
public record ControlFilter(
    Optional<String> refPrefix,
    Optional<String> text,
    Optional<ControlType> type,
    Optional<UUID> ownerId,
    Optional<Boolean> hasRequirements,
    boolean deleted) {

  private static final int MAX_TEXT = 200;

  /** Every control in use. */
  public static final ControlFilter ALL =
      new ControlFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  /** The filter among a field's arguments. */
  public static ControlFilter of(Input arguments) {
    return arguments.optionalObject("filter").map(ControlFilter::read).orElse(ALL);
  }

  private static ControlFilter read(Input filter) {
    boolean given = filter.bool("hasRequirements", true) == filter.bool("hasRequirements", false);
    return new ControlFilter(
        filter.optionalText("refPrefix", MAX_TEXT),
        filter.optionalText("text", MAX_TEXT),
        filter.optionalString("type").map(ControlType::valueOf),
        filter.optionalId("ownerId", UserReference.TYPE.code()),
        given ? Optional.of(filter.bool("hasRequirements", false)) : Optional.empty(),
        filter.bool("deleted", false));
  }
}
