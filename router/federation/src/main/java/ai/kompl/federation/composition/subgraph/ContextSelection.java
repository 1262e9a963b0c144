package ai.kompl.federation.composition.subgraph;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of {@code @fromContext(field:)}: a context and what is selected from it. */
public record ContextSelection(String context, String selection) {
  private static final Pattern FORM =
      Pattern.compile("^[\\n\\r\\t ,]*\\$[\\n\\r\\t ,]*([A-Za-z]\\w*)([\\s\\S]*)$");

  /** Splits the value; null when it names no context. */
  public static @Nullable ContextSelection parse(@Nullable String value) {
    if (value == null) {
      return null;
    }
    Matcher matcher = FORM.matcher(value);
    return matcher.matches()
        ? new ContextSelection(matcher.group(1), matcher.group(2).strip())
        : null;
  }
}
