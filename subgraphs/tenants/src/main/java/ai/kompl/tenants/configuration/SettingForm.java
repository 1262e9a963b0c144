package ai.kompl.tenants.configuration;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** What values a setting takes. All travel and are kept as text in one canonical form. */
public sealed interface SettingForm {

  /**
   * The canonical form of a value.
   *
   * @throws IllegalArgumentException when it is none; the message completes "The value ..."
   */
  String canonical(String text);

  /** What clients see of the form. */
  SettingType type();

  /** What values there are, for a person. */
  String bounds();

  /** Some text of at most so many characters. */
  record Text(int max) implements SettingForm {
    @Override
    public String canonical(String text) {
      String stripped = text.strip();
      boolean printable = stripped.chars().noneMatch(Character::isISOControl);
      require(!stripped.isEmpty() && printable && length(stripped) <= max, this);
      return stripped;
    }

    @Override
    public SettingType type() {
      return SettingType.TEXT;
    }

    @Override
    public String bounds() {
      return "1 to " + max + " printable characters";
    }
  }

  /** A text that is never shown again once it is set. */
  record Secret(int min, int max) implements SettingForm {
    @Override
    public String canonical(String text) {
      require(length(text) >= min && length(text) <= max, this);
      return text;
    }

    @Override
    public SettingType type() {
      return SettingType.SECRET;
    }

    @Override
    public String bounds() {
      return min + " to " + max + " characters";
    }
  }

  /** A whole number. */
  record WholeNumber(int min, int max) implements SettingForm {
    @Override
    public String canonical(String text) {
      try {
        int number = Integer.parseInt(text.strip());
        require(number >= min && number <= max, this);
        return Integer.toString(number);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("must be " + bounds(), e);
      }
    }

    @Override
    public SettingType type() {
      return SettingType.WHOLE_NUMBER;
    }

    @Override
    public String bounds() {
      return "a whole number from " + min + " to " + max;
    }
  }

  /** A yes or no. */
  record YesOrNo() implements SettingForm {
    @Override
    public String canonical(String text) {
      String lower = text.strip().toLowerCase(Locale.ROOT);
      require(lower.equals("true") || lower.equals("false"), this);
      return lower;
    }

    @Override
    public SettingType type() {
      return SettingType.YES_NO;
    }

    @Override
    public String bounds() {
      return "true or false";
    }
  }

  /** One of some words. */
  record Choice(List<String> words) implements SettingForm {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String canonical(String text) {
      require(words.contains(text.strip()), this);
      return text.strip();
    }

    @Override
    public SettingType type() {
      return SettingType.CHOICE;
    }

    @Override
    public String bounds() {
      return "one of " + String.join(", ", words);
    }
  }

  /** A length of time, ISO 8601. */
  record Time(Duration min, Duration max) implements SettingForm {
    @Override
    public String canonical(String text) {
      try {
        Duration time = Duration.parse(text.strip());
        require(time.compareTo(min) >= 0 && time.compareTo(max) <= 0, this);
        return time.toString();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("must be " + bounds(), e);
      }
    }

    @Override
    public SettingType type() {
      return SettingType.DURATION;
    }

    @Override
    public String bounds() {
      return "an ISO 8601 duration from " + min + " to " + max;
    }
  }

  /** A time zone of the IANA database. */
  record Zone() implements SettingForm {
    @Override
    public String canonical(String text) {
      require(ZoneId.getAvailableZoneIds().contains(text.strip()), this);
      return text.strip();
    }

    @Override
    public SettingType type() {
      return SettingType.TIME_ZONE;
    }

    @Override
    public String bounds() {
      return "a time zone such as Europe/Zurich";
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static void require(boolean holds, SettingForm form) {
    if (!holds) {
      throw new IllegalArgumentException("must be " + form.bounds());
    }
  }
}
