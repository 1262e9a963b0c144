package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.shape.RepresentationShape;
import ai.kompl.federation.shape.RepresentationShape.Field;
import ai.kompl.federation.shape.RepresentationShape.ObjectShape;
import java.nio.charset.StandardCharsets;

/** Writes objects of the store as entity representations in JSON. */
final class RepresentationWriter {
  private static final byte[] TYPENAME = "{\"__typename\":".getBytes(StandardCharsets.US_ASCII);

  private final Store store;
  private final JsonBuffer out;

  RepresentationWriter(Store store, JsonBuffer out) {
    this.store = store;
    this.out = out;
  }

  /**
   * Writes one representation.
   *
   * @return false when a field of the key is null or absent, or the type is not known; what was
   *     written is then to be cut off
   */
  boolean write(RepresentationShape shape, long object, int type) {
    out.add(TYPENAME);
    String typename = shape.typename();
    if (typename != null) {
      out.addString(typename);
    } else if (type >= 0) {
      out.add(store.names().quoted(type));
    } else {
      return false;
    }
    return fields(shape.object(), object, type, ',');
  }

  private boolean fields(ObjectShape shape, long object, int type, char separator) {
    char before = separator;
    for (int i = 0; i < shape.fieldCount(); i++) {
      Field field = shape.field(i);
      if (field.types() != null && !field.types().contains(type)) {
        continue;
      }
      out.add(before);
      before = ',';
      out.add(field.quoted());
      if (!value(field, store.get(object, field.index()))) {
        return false;
      }
    }
    if (before == '{') {
      out.add('{');
    }
    out.add('}');
    return true;
  }

  private boolean value(Field field, long value) {
    int kind = Values.kind(value);
    if (kind == Values.ABSENT || kind == Values.NULL) {
      out.addAscii("null");
      return !field.key();
    }
    ObjectShape below = field.below();
    if (below == null) {
      store.writeLeaf(value, out);
      return true;
    }
    return composite(below, value);
  }

  private boolean composite(ObjectShape shape, long value) {
    return switch (Values.kind(value)) {
      case Values.OBJECT -> {
        int type = Values.typeNumber(store.get(value, shape.typename()));
        yield fields(shape, value, type, '{');
      }
      case Values.LIST -> list(shape, value);
      default -> {
        store.writeLeaf(value, out);
        yield true;
      }
    };
  }

  private boolean list(ObjectShape shape, long list) {
    int count = store.listLength(list);
    out.add('[');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.add(',');
      }
      if (!composite(shape, store.element(list, i))) {
        return false;
      }
    }
    out.add(']');
    return true;
  }
}
