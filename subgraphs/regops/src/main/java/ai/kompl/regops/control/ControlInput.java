package ai.kompl.regops.control;

import ai.kompl.kit.Input;
import ai.kompl.kit.UserReference;
import java.util.List;
import java.util.Optional;

/** Reads what people write about controls from the inputs of mutations, and checks it. */
public final class ControlInput {

  private static final int MAX_REF = 60;
  private static final int MAX_TITLE = 300;
  private static final int MAX_OBJECTIVE = 10_000;
  private static final int MAX_FREQUENCY = 100;
  private static final int MAX_TAG = 60;
  private static final int MAX_TAGS = 50;
  private static final int MAX_REVIEW_DAYS = 3_660;

  private ControlInput() {}

  /** A new control's text. */
  public static ControlText created(Input input) {
    return new ControlText(
        input.text("ref", MAX_REF),
        input.text("title", MAX_TITLE),
        input.optionalText("objective", MAX_OBJECTIVE),
        type(input).orElse(ControlType.PREVENTIVE),
        nature(input).orElse(ControlNature.MANUAL),
        input.optionalText("frequency", MAX_FREQUENCY),
        reviewDays(input),
        tags(input),
        input.optionalId("ownerId", UserReference.TYPE.code()));
  }

  /** The text with the given fields changed: what is left out stays, an explicit null clears. */
  public static ControlText changed(Input input, ControlText before) {
    return new ControlText(
        input.has("ref") ? input.text("ref", MAX_REF) : before.ref(),
        input.has("title") ? input.text("title", MAX_TITLE) : before.title(),
        input.has("objective")
            ? input.optionalText("objective", MAX_OBJECTIVE)
            : before.objective(),
        type(input).orElse(before.type()),
        nature(input).orElse(before.nature()),
        input.has("frequency")
            ? input.optionalText("frequency", MAX_FREQUENCY)
            : before.frequency(),
        input.has("reviewEveryDays") ? reviewDays(input) : before.reviewEveryDays(),
        input.has("tags") ? tags(input) : before.tags(),
        input.has("ownerId")
            ? input.optionalId("ownerId", UserReference.TYPE.code())
            : before.ownerId());
  }

  private static Optional<ControlType> type(Input input) {
    return input.optionalString("type").map(ControlType::valueOf);
  }

  private static Optional<ControlNature> nature(Input input) {
    return input.optionalString("nature").map(ControlNature::valueOf);
  }

  private static Optional<Integer> reviewDays(Input input) {
    Optional<Integer> days = input.optionalInteger("reviewEveryDays");
    if (days.filter(value -> value < 1 || value > MAX_REVIEW_DAYS).isPresent()) {
      throw input.invalid("reviewEveryDays", "must be from 1 to " + MAX_REVIEW_DAYS);
    }
    return days;
  }

  private static List<String> tags(Input input) {
    List<String> tags = input.strings("tags").stream().map(String::strip).distinct().toList();
    boolean odd =
        tags.stream()
            .anyMatch(tag -> tag.isEmpty() || tag.length() > MAX_TAG || tag.indexOf('\0') >= 0);
    if (odd || tags.size() > MAX_TAGS) {
      throw input.invalid(
          "tags", "must have at most " + MAX_TAGS + " tags of 1 to " + MAX_TAG + " characters");
    }
    return tags;
  }
}
