package ai.kompl.tenancy.caller.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that a program knows; what it does not know is refused.
 *
 * @param keys the keys, in the order of the table of settings
 */
public record SettingsCatalogue(List<SettingKey<?>> keys) {
  public SettingsCatalogue {
    keys = List.copyOf(keys);
    Set<String> seen = new HashSet<>();
    for (SettingKey<?> key : keys) {
      if (!seen.add(key.name())) {
        throw new IllegalArgumentException("the setting is defined twice: " + key.name());
      }
    }
  }

  /** A catalogue of these keys. */
  public static SettingsCatalogue of(SettingKey<?>... keys) {
    return new SettingsCatalogue(List.of(keys));
  }

  /** This catalogue with further keys; a key that both have appears once. */
  public SettingsCatalogue with(SettingsCatalogue other) {
    List<SettingKey<?>> all = new ArrayList<>(keys);
    other.keys.stream().filter(key -> !keys.contains(key)).forEach(all::add);
    return new SettingsCatalogue(all);
  }

  /** The table of settings in Markdown, one row per key. */
  public String markdown() {
    String rows =
        keys.stream()
            .map(key ->
                "| `%s` | `%s` | %s | %s |"
                    .formatted(
                        key.name(),
                        key.environmentName(),
                        key.defaultText().map(SettingsCatalogue::shown).orElse("-"),
                        key.documentation()))
            .collect(Collectors.joining("\n"));
    return "| setting | environment | default | meaning |\n|---|---|---|---|\n" + rows + "\n";
  }

  Optional<SettingKey<?>> byName(String name) {
    return find(keys.stream().filter(key -> key.name().equals(name)));
  }

  Optional<SettingKey<?>> byEnvironmentName(String name) {
    return find(keys.stream().filter(key -> key.environmentName().equals(name)));
  }

  /** The known name that a misspelt one most likely means. */
  static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= Math.max(2, name.length() / 3))
        .min((left, right) ->
            Integer.compare(distance(name, left), distance(name, right)) != 0
                ? Integer.compare(distance(name, left), distance(name, right))
                : left.compareTo(right));
  }

  private static Optional<SettingKey<?>> find(Stream<SettingKey<?>> matching) {
    return matching.findFirst();
  }

  private static String shown(String text) {
    return text.isEmpty() ? "(empty)" : "`" + text + "`";
  }

  /** The least number of single-character edits between two words (Levenshtein). */
  private static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int edit = Math.min(previous[j], current[j - 1]) + 1;
        current[j] = Math.min(edit, previous[j - 1] + change);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
