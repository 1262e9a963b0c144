package ai.kompl.tenancy.caller.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The form of a setting's value.
 *
 * @param parser reads it; an IllegalArgumentException's message says what is expected
 */
public record SettingType<T>(Function<String, T> parser) {
  /** Any text that is not empty. */
  public static final SettingType<String> TEXT = new SettingType<>(SettingType::text);

  /** A whole number from 0 on. */
  public static final SettingType<Integer> COUNT = new SettingType<>(SettingType::count);

  /** {@code true} or {@code false}. */
  public static final SettingType<Boolean> SWITCH = new SettingType<>(SettingType::onOff);

  /** A time span such as {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h} or {@code 90d}. */
  public static final SettingType<Duration> DURATION = new SettingType<>(SettingType::duration);

  /** A size such as {@code 200}, {@code 64KiB}, {@code 100MiB} or {@code 2GiB}, in bytes. */
  public static final SettingType<Long> BYTES = new SettingType<>(SettingType::bytes);

  /** An address with its scheme. */
  public static final SettingType<URI> ADDRESS = new SettingType<>(SettingType::address);

  /** A file or folder. */
  public static final SettingType<Path> PATH = new SettingType<>(text -> Path.of(text(text)));

  /** Texts separated by commas; empty means none. */
  public static final SettingType<List<String>> LIST = new SettingType<>(SettingType::list);

  private static String text(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("expected a text that is not empty");
    }
    return text;
  }

  private static Integer count(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("expected a whole number from 0 on");
    }
    return Integer.valueOf(text);
  }

  private static Boolean onOff(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static Duration duration(String text) {
    if (!text.matches("[0-9]{1,9}(ms|s|m|h|d)")) {
      throw new IllegalArgumentException("expected a time span such as 500ms, 30s, 10m, 2h or 90d");
    }
    if (text.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
    }
    String iso = text.endsWith("d") ? "P" + text : "PT" + text;
    try {
      return Duration.parse(iso);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("expected a time span such as 30s", e);
    }
  }

  private static Long bytes(String text) {
    if (!text.matches("[0-9]{1,9}(KiB|MiB|GiB)?")) {
      throw new IllegalArgumentException("expected a size such as 200, 64KiB, 100MiB or 2GiB");
    }
    long number = Long.parseLong(text.replaceAll("[A-Za-z]", ""));
    if (text.endsWith("KiB")) {
      return number << 10;
    }
    if (text.endsWith("MiB")) {
      return number << 20;
    }
    return text.endsWith("GiB") ? number << 30 : number;
  }

  private static URI address(String text) {
    URI uri = URI.create(text(text));
    if (uri.getScheme() == null) {
      throw new IllegalArgumentException("expected an address with its scheme, such as http://...");
    }
    return uri;
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
