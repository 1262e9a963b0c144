package ai.kompl.local.verify.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * Ids and cursors that a tenant's own answers have shown: what an attacker might have got hold of.
 */
final class Harvest {
  private final Map<String, SequencedSet<String>> idsByType = new TreeMap<>();
  private final Map<String, String> cursorsByField = new TreeMap<>();

  /** Takes ids and cursors out of the answer to one root field. */
  void take(String rootField, JsonNode answer) {
    if (answer.isObject()) {
      JsonNode id = answer.path("id");
      if (id.isTextual() && answer.path("__typename").isTextual()) {
        add(answer.path("__typename").asText(), id.asText());
      }
      takeCursor(rootField, answer);
    }
    answer.forEach(child -> take(rootField, child));
  }

  private void takeCursor(String rootField, JsonNode answer) {
    JsonNode cursor = answer.path("pageInfo").path("startCursor");
    if (cursor.isTextual()) {
      cursorsByField.putIfAbsent(rootField, cursor.asText());
    }
  }

  /** Adds an id that no answer shows, for instance of an upload. */
  void add(String type, String id) {
    idsByType.computeIfAbsent(type, _ -> new LinkedHashSet<>()).add(id);
  }

  /** Ids of a type, in the order they were seen. */
  List<String> ids(String type) {
    return List.copyOf(idsByType.getOrDefault(type, new LinkedHashSet<>()));
  }

  /** Types of which at least one id is known. */
  List<String> types() {
    return List.copyOf(idsByType.keySet());
  }

  /** A cursor that the root field's own list gave, or any other list's where it gave none. */
  List<String> cursors(String rootField) {
    String own = cursorsByField.get(rootField);
    return own == null ? List.copyOf(cursorsByField.values()) : List.of(own);
  }
}
