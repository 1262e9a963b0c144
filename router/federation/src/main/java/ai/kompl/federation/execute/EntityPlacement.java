package ai.kompl.federation.execute;

import ai.kompl.federation.plan.EntityReference;
import ai.kompl.federation.plan.EntityRoot;
import ai.kompl.federation.plan.EntityRoot.KeyInput;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.shape.Layout;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the entity that a plan starts from into the store. */
final class EntityPlacement {
  private final Store store;
  private final Document own;

  EntityPlacement(Store store) {
    this.store = store;
    this.own = store.own();
  }

  void place(EntityReference entity, EntityRoot root, Layout rootLayout) {
    int at = rootLayout.indexOf(root.slot());
    Layout layout = rootLayout.child(at);
    if (layout != null) {
      long object = object(entity.keyFields(), root.key(), layout);
      int type = store.names().number(root.typeName());
      store.set(object, layout.indexOf(Slot.TYPENAME), Values.type(type));
      store.set(store.root(), at, object);
    }
  }

  private long object(Map<?, ?> values, List<KeyInput> fields, Layout layout) {
    long object = Values.at(Values.OBJECT, own.number(), own.allocate(layout.size()));
    for (KeyInput field : fields) {
      Object value = values.get(field.name());
      int index = layout.indexOf(field.slot());
      if (value != null && index != Layout.NOWHERE) {
        store.set(object, index, value(value, field.fields(), layout.child(index)));
      }
    }
    return object;
  }

  private long value(Object value, List<KeyInput> fields, @Nullable Layout below) {
    if (below == null || fields.isEmpty()) {
      return own.keep(value);
    }
    return switch (value) {
      case Map<?, ?> map -> object(map, fields, below);
      case List<?> list -> list(list, fields, below);
      default -> own.keep(value);
    };
  }

  private long list(List<?> list, List<KeyInput> fields, Layout below) {
    int base = own.allocate(list.size() + 1);
    own.set(base, list.size());
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i);
      own.set(base + 1 + i, element == null ? Values.NULL_VALUE : value(element, fields, below));
    }
    return Values.at(Values.LIST, own.number(), base);
  }
}
