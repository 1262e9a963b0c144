package ai.kompl.regops.catalogue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A property of an OSCAL object: a name with a value, perhaps for one publication only (its class).
 */
record OscalProperty(String name, String value, boolean plain) {

  static OscalProperty read(JsonCursor json) throws IOException {
    var fields = texts(json);
    return new OscalProperty(
        fields.getOrDefault("name", ""),
        fields.getOrDefault("value", ""),
        !fields.containsKey("class"));
  }

  /** The fields of a flat object; nested ones are passed over. */
  static Map<String, String> texts(JsonCursor json) throws IOException {
    var fields = new HashMap<String, String>();
    json.object(field -> {
      switch (field) {
        case "name", "value", "class", "rel", "href", "type", "role-id" ->
            json.text().ifPresent(text -> fields.put(field, text));
        default -> json.skip();
      }
    });
    return fields;
  }

  boolean is(String wanted) {
    return name.equals(wanted);
  }
}
