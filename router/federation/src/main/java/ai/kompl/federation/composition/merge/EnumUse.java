package ai.kompl.federation.composition.merge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where enums were met while fields and arguments were merged. */
final class EnumUse {
  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Map<String, String> outputs = new LinkedHashMap<>();

  void input(String type, String coordinate) {
    inputs.putIfAbsent(type, coordinate);
  }

  void output(String type, String coordinate) {
    outputs.putIfAbsent(type, coordinate);
  }

  @Nullable String inputExample(String type) {
    return inputs.get(type);
  }

  @Nullable String outputExample(String type) {
    return outputs.get(type);
  }
}
