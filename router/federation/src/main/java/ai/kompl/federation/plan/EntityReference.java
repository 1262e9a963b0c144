package ai.kompl.federation.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entity by its key, as an event names it.
 *
 * @param typeName the entity's type
 * @param keyFields the fields of one of its keys, with their values as JSON-like Java values
 */
public record EntityReference(String typeName, Map<String, Object> keyFields) {
  /** Copies the map. */
  public EntityReference {
    keyFields = Collections.unmodifiableMap(new LinkedHashMap<>(keyFields));
  }
}
