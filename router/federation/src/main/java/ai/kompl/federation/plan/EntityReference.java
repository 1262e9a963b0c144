package ai.kompl.federation.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An entity by its key, as an event names it.
 *
 * @param typeName the entity's type
 * @param keyFields the fields of one of its keys, with their values as JSON-like Java values: a
 *     field with fields of its own is a {@code Map}, several of them a {@code List}
 */
public record EntityReference(String typeName, Map<String, Object> keyFields) {
  /** Copies the map. */
  public EntityReference {
    keyFields = Collections.unmodifiableMap(new LinkedHashMap<>(keyFields));
  }

  /** Which fields it gives, whatever their values. */
  public List<KeyField> given() {
    return given(keyFields);
  }

  private static List<KeyField> given(Object value) {
    Map<String, List<KeyField>> fields = new TreeMap<>();
    collect(value, fields);
    List<KeyField> given = new ArrayList<>();
    fields.forEach((name, below) -> given.add(new KeyField(name, below)));
    return given;
  }

  private static void collect(Object value, Map<String, List<KeyField>> into) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((name, below) ->
              into.merge(
                  String.valueOf(name),
                  below == null ? List.of() : given(below),
                  (one, other) -> one.isEmpty() ? other : one));
      case List<?> list ->
          list.forEach(element -> {
            if (element != null) {
              collect(element, into);
            }
          });
      default -> {}
    }
  }

  /**
   * A field that a reference gives.
   *
   * @param fields those below it, sorted by name; empty for a leaf
   */
  public record KeyField(String name, List<KeyField> fields) {
    /** Copies the list. */
    public KeyField {
      fields = List.copyOf(fields);
    }
  }
}
