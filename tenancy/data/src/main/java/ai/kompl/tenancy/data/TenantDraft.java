package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.regex.Pattern;

/**
 * A tenant to be provisioned.
 *
 * @param slug its unique name: 2 to 40 lower-case letters, digits and single hyphens
 * @param name what people call it: 1 to 200 characters
 */
public record TenantDraft(String slug, String name) {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /**
   * Checks the form.
   *
   * @throws ProblemException VALIDATION_FAILED naming the field
   */
  public TenantDraft {
    name = name.strip();
    if (slug.length() < 2 || slug.length() > 40 || !SLUG.matcher(slug).matches()) {
      throw ProblemException.at(
          "slug",
          Problem.VALIDATION_FAILED,
          "A slug has 2 to 40 lower-case letters, digits and single hyphens.");
    }
    boolean control = name.chars().anyMatch(Character::isISOControl);
    if (name.isEmpty() || name.length() > 200 || control) {
      throw ProblemException.at(
          "name", Problem.VALIDATION_FAILED, "A name has 1 to 200 printable characters.");
    }
  }
}
