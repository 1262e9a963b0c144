package ai.kompl.identity.user;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address in the form that accounts use: something, one at sign, a domain. Whether mail
 * arrives there only mail can tell.
 *
 * @param text as written, without surrounding blanks
 */
public record EmailAddress(String text) {

  /** The longest that fits an SMTP path (RFC 5321, 4.5.3.1.3). */
  private static final int MAX_CHARS = 254;

  private static final Pattern FORM = Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]+");

  /**
   * Checks the form.
   *
   * @throws ProblemException {@code VALIDATION_FAILED} naming the field {@code email}
   */
  public EmailAddress {
    text = text.strip();
    if (text.length() > MAX_CHARS || !FORM.matcher(text).matches()) {
      throw ProblemException.at(
          "input.email", Problem.VALIDATION_FAILED, "This is not an e-mail address.");
    }
  }

  /** The form by which accounts are told apart: case does not matter. */
  public String key() {
    return key(text);
  }

  /** The same form of any text, so that a malformed address is looked up like any other. */
  public static String key(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
