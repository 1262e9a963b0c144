package ai.kompl.local;

import ai.kompl.federation.transport.InProcessResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A planted fault: every answer of a subgraph calls Ana by another name. */
final class FalseName {
  private FalseName() {}

  static HostedSubgraphs around(HostedSubgraphs inner) {
    return subgraph -> {
      var hosted = inner.host(subgraph);
      return call -> falsified(hosted.execute(call));
    };
  }

  private static InProcessResult falsified(InProcessResult result) {
    Map<String, @Nullable Object> data = result.data();
    return data == null ? result : new InProcessResult(fields(data), result.errors());
  }

  private static Map<String, @Nullable Object> fields(Map<?, ?> honest) {
    var changed = new LinkedHashMap<String, @Nullable Object>();
    honest.forEach((key, value) -> changed.put(String.valueOf(key), value(value)));
    return changed;
  }

  private static @Nullable Object value(@Nullable Object honest) {
    return switch (honest) {
      case Map<?, ?> map -> fields(map);
      case List<?> list -> list.stream().map(FalseName::value).toList();
      case String text -> text.replace("Ana Lima", "Eve Lima");
      case null, default -> honest;
    };
  }
}
