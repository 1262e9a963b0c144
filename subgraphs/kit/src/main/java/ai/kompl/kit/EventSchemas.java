package ai.kompl.kit;

import ai.kompl.schema.EventSchemaFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What events may say, by type and version. Of JSON Schema these words are used and understood:
 * properties, required, type, enum, minimum, format date-time, and no additional properties; {@code
 * x-entityType} is what the event is about.
 */
public final class EventSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> WORDS =
      Set.of("type", "enum", "minimum", "format", "description");

  private final Map<String, JsonNode> schemas;

  private EventSchemas(Map<String, JsonNode> schemas) {
    this.schemas = schemas;
  }

  /** Those of the files. */
  public static EventSchemas of(EventSchemaFiles files) {
    return of(files.read());
  }

  /** Those texts, by type and version as in {@code regops.control.updated.v1}. */
  static EventSchemas of(Map<String, String> texts) {
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    texts.forEach((name, text) -> schemas.put(name, parsed(text)));
    return new EventSchemas(schemas);
  }

  /** The types and versions that there are. */
  public Set<String> names() {
    return new TreeSet<>(schemas.keySet());
  }

  /** What an event is like as it is stated. */
  public record Stated(String type, int version, String entityType, String payloadJson) {
    String name() {
      return type + ".v" + version;
    }
  }

  /** What is wrong with an event; nothing when it is as its schema says. */
  public List<String> problems(Stated event) {
    JsonNode schema = schemas.get(event.name());
    if (schema == null) {
      return List.of(event.name() + ": there is no schema/events/" + event.name() + ".json");
    }
    List<String> problems = new ArrayList<>();
    String about = schema.path("x-entityType").asText();
    if (!about.equals(event.entityType())) {
      problems.add(event.name() + ": is about " + about + ", not " + event.entityType());
    }
    JsonNode payload = parsed(event.payloadJson());
    for (JsonNode required : schema.path("required")) {
      if (!payload.has(required.asText())) {
        problems.add(event.name() + ": lacks " + required.asText());
      }
    }
    payload
        .properties()
        .forEach(field -> {
          JsonNode property = schema.path("properties").path(field.getKey());
          if (!fits(property, field.getValue())) {
            problems.add(event.name() + ": " + field.getKey() + " is not as its schema says");
          }
        });
    return problems;
  }

  private static boolean fits(JsonNode property, JsonNode value) {
    return !property.isMissingNode()
        && texts(property.path("type")).anyMatch(type -> isOf(type, value))
        && (!property.has("enum") || texts(property.path("enum")).anyMatch(value.asText()::equals))
        && (!property.has("minimum") || value.asLong() >= property.path("minimum").asLong())
        && (!property.has("format") || isMoment(value.asText()));
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }

  private static boolean isMoment(String text) {
    try {
      return !Instant.parse(text).equals(Instant.MIN);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /**
   * What readers of the released schemas would notice: a type and version gone, a property gone,
   * not certain to be there any more, or of other values.
   */
  public List<String> breaks(EventSchemas released) {
    List<String> breaks = new ArrayList<>();
    released.schemas.forEach((name, before) -> {
      JsonNode now = schemas.get(name);
      if (now == null) {
        breaks.add(name + " is gone");
      } else {
        breaks.addAll(breaks(name, before, now));
      }
    });
    return breaks;
  }

  private static List<String> breaks(String name, JsonNode before, JsonNode now) {
    List<String> breaks = new ArrayList<>();
    if (!before.path("x-entityType").equals(now.path("x-entityType"))) {
      breaks.add(name + " is about something else");
    }
    List<String> required = texts(now.path("required")).toList();
    texts(before.path("required"))
        .filter(property -> !required.contains(property))
        .forEach(property -> breaks.add(name + ": " + property + " need not be there any more"));
    before
        .path("properties")
        .properties()
        .forEach(property -> {
          JsonNode then = property.getValue();
          JsonNode later = now.path("properties").path(property.getKey());
          if (later.isMissingNode()) {
            breaks.add(name + ": " + property.getKey() + " is gone");
          } else if (!described(then).equals(described(later))) {
            breaks.add(name + ": " + property.getKey() + " has other values");
          }
        });
    return breaks;
  }

  /** A property without what is for people only. */
  private static Map<String, JsonNode> described(JsonNode property) {
    Map<String, JsonNode> words = new LinkedHashMap<>();
    WORDS.stream()
        .filter(word -> !word.equals("description") && property.has(word))
        .sorted()
        .forEach(word -> words.put(word, property.path(word)));
    return words;
  }

  /** Words of the schemas that are not understood here, and would be checked by nobody. */
  public List<String> unknownWords() {
    List<String> unknown = new ArrayList<>();
    schemas.forEach((name, schema) ->
        schema
            .path("properties")
            .properties()
            .forEach(property ->
                property
                    .getValue()
                    .fieldNames()
                    .forEachRemaining(word -> {
                      if (!WORDS.contains(word)) {
                        unknown.add(name + ": " + property.getKey() + "." + word);
                      }
                    })));
    return unknown;
  }

  private static Stream<String> texts(JsonNode node) {
    return node.isArray()
        ? Stream.iterate(0, i -> i < node.size(), i -> i + 1).map(i -> node.get(i).asText())
        : Stream.of(node.asText()).filter(text -> !text.isEmpty());
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }
}
