package ai.kompl.tenancy.data;

import java.time.Instant;
import java.util.Optional;

/**
 * How long a tenant keeps what was deleted of one type before it is disposed of.
 *
 * @param subjectType the type, or {@link #OTHERS}
 * @param version counts up from 1 for each type
 * @param keepDays for how many days of 24 hours; empty when the rule was withdrawn
 * @param basis why so long: the law, contract or policy
 * @param shortensBecause why it goes for what was deleted before it too, even where that is less
 *     than was promised then; empty where it does not
 * @param setAt since when it is in force
 * @param setBy who set it, as the audit trail names them
 */
public record RetentionRule(
    String subjectType,
    int version,
    Optional<Integer> keepDays,
    String basis,
    Optional<String> shortensBecause,
    Instant setAt,
    String setBy) {
  /** Stands for every type that has no rule of its own. */
  public static final String OTHERS = "*";

  /** The longest that anything is kept. */
  public static final int MOST_DAYS = 36_500;

  /** What somebody wants to be the rule. The fields are those of the rule. */
  public record Draft(
      String subjectType,
      Optional<Integer> keepDays,
      String basis,
      Optional<String> shortensBecause) {
    /**
     * A rule to be set.
     *
     * @throws IllegalArgumentException for a type, time or combination that no rule can have
     */
    public Draft {
      if (!subjectType.equals(OTHERS) && !subjectType.matches("[A-Z][A-Za-z0-9]{0,99}")) {
        throw new IllegalArgumentException("not a type: " + subjectType);
      }
      if (keepDays.filter(days -> days < 1 || days > MOST_DAYS).isPresent()) {
        throw new IllegalArgumentException("1 to " + MOST_DAYS + " days");
      }
      if (keepDays.isEmpty() && shortensBecause.isPresent()) {
        throw new IllegalArgumentException("a rule that is withdrawn shortens nothing");
      }
    }
  }
}
