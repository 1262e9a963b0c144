package ai.kompl.federation.testkit;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says the same in a way nobody expects: the keys of all objects in reverse order,
 * and with one that was not asked for.
 */
public final class Askew {
  private static final int DEPTH = 1000;

  private Askew() {}

  /** The body of an answer, turned round. */
  public static byte[] body(byte[] body) {
    JsonBuffer out = new JsonBuffer(body.length * 2);
    JsonValues.write(turned(JsonValues.read(body, DEPTH)), out);
    return out.toByteArray();
  }

  private static @Nullable Object turned(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> object -> turned(object);
      case List<?> list -> list.stream().map(Askew::turned).toList();
      case null, default -> value;
    };
  }

  private static Map<String, @Nullable Object> turned(Map<?, ?> object) {
    var turned = new LinkedHashMap<String, @Nullable Object>();
    turned.put("unasked", List.of(1, "two"));
    new LinkedHashMap<>(object)
        .reversed()
        .forEach((key, value) -> turned.put(String.valueOf(key), turned(value)));
    return turned;
  }
}
