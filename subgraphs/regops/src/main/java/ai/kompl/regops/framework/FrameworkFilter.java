package ai.kompl.regops.framework;

import ai.kompl.kit.Input;
import java.util.Optional;

/**
 * Which frameworks are wanted; what is empty does not matter.
 *
 * @param refPrefix how the reference code begins
 * @param text what name, reference code or publisher contains
 */
public record FrameworkFilter(
    Optional<String> refPrefix, Optional<FrameworkCategory> category, Optional<String> text) {

  private static final int MAX_TEXT = 200;

  /** Every framework. */
  public static final FrameworkFilter ALL =
      new FrameworkFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** The filter among a field's arguments. */
  public static FrameworkFilter of(Input arguments) {
    return arguments
        .optionalObject("filter")
        .map(filter ->
            new FrameworkFilter(
                filter.optionalText("refPrefix", MAX_TEXT),
                filter.optionalString("category").map(FrameworkCategory::valueOf),
                filter.optionalText("text", MAX_TEXT)))
        .orElse(ALL);
  }
}
