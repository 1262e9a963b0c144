package ai.kompl.kit;

/** What is shown of a personal text to whom it may not be shown. */
enum Mask {
  /** Nothing of it. */
  HIDDEN {
    @Override
    String of(String text) {
      return STARS;
    }
  },
  /** Its first character. */
  INITIAL {
    @Override
    String of(String text) {
      return text.isEmpty() ? STARS : first(text) + STARS;
    }
  },
  /** The first character of an e-mail address, and its domain. */
  EMAIL {
    @Override
    String of(String text) {
      int at = text.lastIndexOf('@');
      return at < 1 ? STARS : first(text) + STARS + text.substring(at);
    }
  };

  private static final String STARS = "***";

  abstract String of(String text);

  /** A character is not always one {@code char}. */
  private static String first(String text) {
    return text.substring(0, text.offsetByCodePoints(0, 1));
  }
}
