package ai.kompl.kit;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a field, or an input object among them, read by name and type. The schema has
 * already checked shapes; what is checked here are ids and texts. Every refusal names the field's
 * path.
 */
public final class Input {

  private final Map<String, ? extends @Nullable Object> values;
  private final String path;
  private final Optional<Caller> caller;

  Input(Map<String, ? extends @Nullable Object> values, String path, Optional<Caller> caller) {
    this.values = values;
    this.path = path;
    this.caller = caller;
  }

  /** Whether the field was given at all, be it as null. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The dotted path of a field, as errors show it. */
  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A required text, as sent. */
  public String string(String name) {
    return required(name, String.class);
  }

  /** An optional text, as sent. */
  public Optional<String> optionalString(String name) {
    return optional(name, String.class);
  }

  /**
   * A required text without surrounding blanks.
   *
   * @throws ProblemException {@code VALIDATION_FAILED} when it is blank or longer than {@code max}
   */
  public String text(String name, int max) {
    return checkedText(name, string(name), max);
  }

  /**
   * An optional text without surrounding blanks.
   *
   * @throws ProblemException {@code VALIDATION_FAILED} when it is blank or longer than {@code max}
   */
  public Optional<String> optionalText(String name, int max) {
    return optionalString(name).map(text -> checkedText(name, text, max));
  }

  private String checkedText(String name, String text, int max) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      throw invalid(name, "must not be blank");
    }
    if (stripped.codePointCount(0, stripped.length()) > max) {
      throw invalid(name, "must have at most " + max + " characters");
    }
    if (stripped.indexOf('\0') >= 0) {
      throw invalid(name, "must not contain the character U+0000");
    }
    return stripped;
  }

  /** A required whole number. */
  public int integer(String name) {
    return required(name, Integer.class);
  }

  /** An optional whole number. */
  public Optional<Integer> optionalInteger(String name) {
    return optional(name, Integer.class);
  }

  /** A required whole number of up to 63 bits, the schema's {@code Long}. */
  public long bigInteger(String name) {
    return required(name, Number.class).longValue();
  }

  /** A yes or no; {@code fallback} when not given. */
  public boolean bool(String name, boolean fallback) {
    return optional(name, Boolean.class).orElse(fallback);
  }

  /** A yes or no that may be left out. */
  public Optional<Boolean> optionalBool(String name) {
    return optional(name, Boolean.class);
  }

  /** A point in time. */
  public Optional<Instant> instant(String name) {
    return optional(name, Instant.class);
  }

  /** A calendar date. */
  public Optional<LocalDate> date(String name) {
    return optional(name, LocalDate.class);
  }

  /** A list of texts; empty when not given. */
  public List<String> strings(String name) {
    return list(name, String.class);
  }

  /**
   * The internal id behind a required global id.
   *
   * @param code the type that it must be of
   * @throws ProblemException {@code NOT_FOUND} when malformed, of another type, or of another
   *     tenant: all three read the same, so that existence does not leak
   */
  public UUID id(String name, String code) {
    return uuid(name, code, string(name));
  }

  /** Like {@link #id}, for an id that may be left out. */
  public Optional<UUID> optionalId(String name, String code) {
    return optionalString(name).map(text -> uuid(name, code, text));
  }

  /** Like {@link #id}, for a list of ids. */
  public List<UUID> ids(String name, String code) {
    return strings(name).stream().map(text -> uuid(name, code, text)).toList();
  }

  private UUID uuid(String name, String code, String text) {
    Caller asking = caller.orElseThrow(() -> new ProblemException(Problem.UNAUTHENTICATED));
    return GlobalId.uuidFor(asking, code, text)
        .orElseThrow(() ->
            ProblemException.at(path(name), Problem.NOT_FOUND, "There is no such " + code + "."));
  }

  /** A required input object. */
  public Input object(String name) {
    return optionalObject(name).orElseThrow(() -> missing(name));
  }

  /** An input object that may be left out. */
  public Optional<Input> optionalObject(String name) {
    return optional(name, Map.class).map(map -> nested(map, path(name)));
  }

  /** A list of input objects; empty when not given. */
  public List<Input> objects(String name) {
    List<?> given = optional(name, List.class).orElse(List.of());
    return java.util.stream.IntStream.range(0, given.size())
        .mapToObj(i -> nested((Map<?, ?>) given.get(i), path(name) + "." + i))
        .toList();
  }

  private Input nested(Map<?, ?> map, String at) {
    Map<String, @Nullable Object> fields = new java.util.LinkedHashMap<>();
    map.forEach((key, value) -> fields.put((String) key, value));
    return new Input(fields, at, caller);
  }

  private <T> List<T> list(String name, Class<T> type) {
    List<?> given = optional(name, List.class).orElse(List.of());
    return given.stream().<T>map(type::cast).toList();
  }

  private <T> T required(String name, Class<T> type) {
    return optional(name, type).orElseThrow(() -> missing(name));
  }

  private <T> Optional<T> optional(String name, Class<T> type) {
    return Optional.ofNullable(values.get(name)).map(type::cast);
  }

  private ProblemException missing(String name) {
    return invalid(name, "is required");
  }

  /** The refusal of a field's value; {@code what} completes "The field ...". */
  public ProblemException invalid(String name, String what) {
    return ProblemException.at(
        path(name), Problem.VALIDATION_FAILED, "The field " + path(name) + " " + what + ".");
  }
}
