package ai.kompl.regops.requirement;

import ai.kompl.kit.Input;
import java.util.Optional;

/**
 * Which requirements are wanted; what is empty does not matter.
 *
 * @param family reference of the top of the tree
 * @param refPrefix how the reference begins
 * @param text what reference, title, text or guidance contains
 * @param hasControls whether at least one control of the tenant meets it
 */
public record RequirementFilter(
    Optional<String> family,
    Optional<String> refPrefix,
    Optional<Boolean> active,
    Optional<String> text,
    Optional<Integer> level,
    Optional<RequirementKind> kind,
    Optional<Boolean> hasControls) {

  private static final int MAX_TEXT = 200;

  /** The filter among a field's arguments; every requirement when there is none. */
  public static RequirementFilter of(Input arguments) {
    return arguments
        .optionalObject("filter")
        .map(RequirementFilter::read)
        .orElseGet(RequirementFilter::all);
  }

  /** Every requirement. */
  public static RequirementFilter all() {
    return new RequirementFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static RequirementFilter read(Input filter) {
    return new RequirementFilter(
        filter.optionalText("family", MAX_TEXT),
        filter.optionalText("refPrefix", MAX_TEXT),
        flag(filter, "active"),
        filter.optionalText("text", MAX_TEXT),
        filter.optionalInteger("level"),
        filter.optionalString("kind").map(RequirementKind::valueOf),
        flag(filter, "hasControls"));
  }

  static Optional<Boolean> flag(Input filter, String name) {
    // Two fallbacks that disagree tell a value that was not given.
    boolean given = filter.bool(name, true) == filter.bool(name, false);
    return given ? Optional.of(filter.bool(name, false)) : Optional.empty();
  }
}
