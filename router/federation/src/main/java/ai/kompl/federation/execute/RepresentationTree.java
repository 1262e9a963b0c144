package ai.kompl.federation.execute;

import ai.kompl.federation.shape.RepresentationShape;
import ai.kompl.federation.shape.RepresentationShape.Field;
import ai.kompl.federation.shape.RepresentationShape.ObjectShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives objects of the store as entity representations in Java values, for in-process subgraphs.
 */
final class RepresentationTree {
  private final Store store;

  RepresentationTree(Store store) {
    this.store = store;
  }

  /** The representation of an object for which {@link RepresentationWriter} has written one. */
  Map<String, @Nullable Object> of(RepresentationShape shape, long object, int type) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    String typename = shape.typename();
    map.put("__typename", typename == null ? store.names().name(type) : typename);
    addFields(shape.object(), object, type, map);
    return map;
  }

  private void addFields(
      ObjectShape shape, long object, int type, Map<String, @Nullable Object> map) {
    for (int i = 0; i < shape.fieldCount(); i++) {
      Field field = shape.field(i);
      if (field.types() == null || field.types().contains(type)) {
        long value = store.get(object, field.index());
        ObjectShape below = field.below();
        map.put(field.name(), below == null ? store.leaf(value) : composite(below, value));
      }
    }
  }

  private @Nullable Object composite(ObjectShape shape, long value) {
    return switch (Values.kind(value)) {
      case Values.OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        int type = Values.typeNumber(store.get(value, shape.typename()));
        addFields(shape, value, type, map);
        yield map;
      }
      case Values.LIST -> list(shape, value);
      default -> store.leaf(value);
    };
  }

  private List<@Nullable Object> list(ObjectShape shape, long list) {
    int count = store.listLength(list);
    List<@Nullable Object> result = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      result.add(composite(shape, store.element(list, i)));
    }
    return result;
  }
}
