package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonKind;
import ai.kompl.federation.json.JsonReader;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.shape.ResponseShape;
import ai.kompl.federation.shape.ResponseShape.DeferredShape;
import ai.kompl.federation.shape.ResponseShape.Field;
import ai.kompl.federation.shape.ValueShape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the response's data from the store. A null where none may be takes the whole of the
 * nearest nullable place above with it (GraphQL specification, 6.4.4): the buffer is cut back to
 * where that place began.
 */
final class ResponseWriter {

  /** What became of a value. */
  private enum Outcome {
    /** It stands in the buffer. */
    WRITTEN,
    /** It is null, and that is no error yet. */
    NULL,
    /** It cannot be given; an error says why. */
    FAILED
  }

  private static final int DEPTH_OF_CHECKED_TEXT = Integer.MAX_VALUE;

  private final Store store;
  private final boolean[] conditions;
  private final Map<String, @Nullable Object> introspection;
  private final ErrorSink errors;
  private final JsonBuffer out;
  private final DeferredObjects deferred;
  private final ResponsePath path = new ResponsePath();

  ResponseWriter(
      Store store,
      boolean[] conditions,
      Map<String, @Nullable Object> introspection,
      Target target) {
    this.store = store;
    this.conditions = conditions;
    this.introspection = introspection;
    this.errors = target.errors();
    this.out = target.out();
    this.deferred = target.deferred();
  }

  /** Where values, errors and the objects with deferred fragments go. */
  record Target(JsonBuffer out, ErrorSink errors, DeferredObjects deferred) {}

  /** Writes the data; false when all of it has become null, which is then written. */
  boolean write(ResponseShape shape) {
    return whole(shape, store.root(), -1);
  }

  /** Writes the deferred fragment of an object; false when all of it has become null. */
  boolean write(DeferredObjects.Due due) {
    path.enterAll(due.path());
    return whole(due.fragment().shape(), due.object(), due.type());
  }

  private boolean whole(ResponseShape shape, long object, int type) {
    int mark = out.length();
    int dueBefore = deferred.size();
    if (object(shape, object, type)) {
      return true;
    }
    out.cutTo(mark);
    deferred.cutTo(dueBefore);
    out.addAscii("null");
    return false;
  }

  /** Writes an object; false when a field that may not be null is null. */
  private boolean object(ResponseShape shape, long object, int type) {
    char separator = '{';
    for (int i = 0; i < shape.fieldCount(); i++) {
      Field field = shape.field(i);
      if (!shape.takesPart(i, type, conditions)) {
        continue;
      }
      out.add(separator);
      separator = ',';
      out.add(field.quoted());
      path.enter(field.key());
      boolean written = shape.isGranted(i, conditions) ? field(field, object, type) : denied(field);
      path.leave();
      if (!written) {
        return false;
      }
    }
    if (separator == '{') {
      out.add('{');
    }
    out.add('}');
    defer(shape, object, type);
    return true;
  }

  private void defer(ResponseShape shape, long object, int type) {
    for (int i = 0; i < shape.deferredCount(); i++) {
      DeferredShape fragment = shape.deferred(i);
      if (fragment.takesPart(type, conditions)) {
        deferred.add(new DeferredObjects.Due(fragment, object, type, path.toList()));
      }
    }
  }

  /** Writes null for what the caller may not see; false when null may not stand here. */
  private boolean denied(Field field) {
    errors.denied(field.name(), path);
    return nullOrFail(field, field.value(), Outcome.FAILED);
  }

  private boolean field(Field field, long object, int type) {
    return switch (field.from()) {
      case STORE -> value(field, field.value(), store.get(object, field.index()));
      case TYPENAME -> typename(field, type);
      case INTROSPECTION -> {
        JsonValues.write(introspection.get(field.key()), out);
        yield true;
      }
    };
  }

  private boolean typename(Field field, int type) {
    if (field.fixedTypename().length > 0) {
      out.add(field.fixedTypename());
      return true;
    }
    if (type >= 0) {
      out.add(store.names().quoted(type));
      return true;
    }
    return nullOrFail(field, field.value(), Outcome.NULL);
  }

  /** Writes a value, or null in its place; false when null may not stand here. */
  private boolean value(Field field, ValueShape shape, long value) {
    int mark = out.length();
    int dueBefore = deferred.size();
    Outcome outcome = content(field, shape, value);
    if (outcome == Outcome.WRITTEN) {
      return true;
    }
    out.cutTo(mark);
    deferred.cutTo(dueBefore);
    return nullOrFail(field, shape, outcome);
  }

  private boolean nullOrFail(Field field, ValueShape shape, Outcome outcome) {
    if (!shape.nonNull()) {
      out.addAscii("null");
      return true;
    }
    if (outcome == Outcome.NULL) {
      errors.nullInNonNull(field.name(), path.toList());
    }
    return false;
  }

  private Outcome content(Field field, ValueShape shape, long value) {
    int kind = Values.kind(value);
    if (kind == Values.ABSENT || kind == Values.NULL) {
      return Outcome.NULL;
    }
    if (kind == Values.VERBATIM) {
      store.writeLeaf(value, out);
      return Outcome.WRITTEN;
    }
    if (shape.kind() == ValueShape.Kind.LIST) {
      return list(field, shape.element(), value);
    }
    if (shape.kind() == ValueShape.Kind.OBJECT) {
      return kind == Values.OBJECT ? object(field, shape, value) : invalid(field);
    }
    if (leaf(shape, value)) {
      return Outcome.WRITTEN;
    }
    return isHidden(shape, value) ? Outcome.NULL : invalid(field);
  }

  private boolean isHidden(ValueShape shape, long value) {
    return switch (Values.kind(value)) {
      case Values.JAVA -> LeafCheck.isHidden(shape, store.javaValue(value));
      case Values.STRING ->
          shape.isHiddenValue(store.bytes(value), Values.offset(value), Values.length(value));
      default -> false;
    };
  }

  private boolean leaf(ValueShape shape, long value) {
    int kind = Values.kind(value);
    return switch (kind) {
      case Values.JAVA -> LeafCheck.writeJava(shape, store.javaValue(value), out);
      case Values.OBJECT, Values.LIST, Values.TYPE -> false;
      default ->
          LeafCheck.writeText(
              shape, kind, store.bytes(value), Values.offset(value), Values.length(value), out);
    };
  }

  private Outcome invalid(Field field) {
    errors.invalidValue(field.name(), path.toList());
    return Outcome.FAILED;
  }

  private Outcome object(Field field, ValueShape shape, long object) {
    long stored = store.get(object, field.below().typename());
    int type = Values.typeNumber(stored);
    if (stored == Values.ABSENT && shape.possible().size() == 1) {
      type = shape.possible().first();
    } else if (Values.kind(stored) == Values.TYPE && !shape.possible().contains(type)) {
      return shape.hidden().contains(type) ? Outcome.NULL : invalid(field);
    }
    return object(field.below(), object, type) ? Outcome.WRITTEN : Outcome.FAILED;
  }

  private Outcome list(Field field, ValueShape element, long value) {
    return switch (Values.kind(value)) {
      case Values.LIST -> storeList(field, element, value);
      case Values.RAW_LIST -> rawList(field, element, value);
      case Values.JAVA ->
          store.javaValue(value) instanceof List<?> list
              ? javaList(field, element, list)
              : invalid(field);
      default -> invalid(field);
    };
  }

  private Outcome storeList(Field field, ValueShape element, long list) {
    int count = store.listLength(list);
    out.add('[');
    for (int i = 0; i < count; i++) {
      beforeElement(i);
      boolean written = value(field, element, store.element(list, i));
      path.leave();
      if (!written) {
        return Outcome.FAILED;
      }
    }
    out.add(']');
    return Outcome.WRITTEN;
  }

  private void beforeElement(int index) {
    if (index > 0) {
      out.add(',');
    }
    path.enter(index);
  }

  // A list of leaves was kept as text, already known to be JSON: here its elements are checked.
  private Outcome rawList(Field field, ValueShape element, long list) {
    JsonReader reader =
        new JsonReader(
            store.bytes(list), Values.offset(list), Values.length(list), DEPTH_OF_CHECKED_TEXT);
    out.add('[');
    reader.beginArray();
    for (int i = 0; reader.nextElement(i == 0); i++) {
      int kind = reader.kind();
      int from = reader.position();
      reader.skipValue();
      beforeElement(i);
      long value =
          Values.range(rawKind(kind), Values.document(list), from, reader.position() - from);
      boolean written = value(field, element, value);
      path.leave();
      if (!written) {
        return Outcome.FAILED;
      }
    }
    out.add(']');
    return Outcome.WRITTEN;
  }

  private static int rawKind(int jsonKind) {
    return switch (jsonKind) {
      case JsonKind.OBJECT -> Values.RAW_OBJECT;
      case JsonKind.ARRAY -> Values.RAW_LIST;
      default -> jsonKind;
    };
  }

  private Outcome javaList(Field field, ValueShape element, List<?> list) {
    out.add('[');
    int index = 0;
    for (Object value : list) {
      beforeElement(index++);
      boolean written = javaElement(field, element, value);
      path.leave();
      if (!written) {
        return Outcome.FAILED;
      }
    }
    out.add(']');
    return Outcome.WRITTEN;
  }

  private boolean javaElement(Field field, ValueShape shape, @Nullable Object value) {
    int mark = out.length();
    Outcome outcome = javaContent(field, shape, value);
    if (outcome == Outcome.WRITTEN) {
      return true;
    }
    out.cutTo(mark);
    return nullOrFail(field, shape, outcome);
  }

  private Outcome javaContent(Field field, ValueShape shape, @Nullable Object value) {
    if (value == null) {
      return Outcome.NULL;
    }
    if (shape.kind() == ValueShape.Kind.LIST) {
      return value instanceof List<?> list
          ? javaList(field, shape.element(), list)
          : invalid(field);
    }
    if (LeafCheck.writeJava(shape, value, out)) {
      return Outcome.WRITTEN;
    }
    return LeafCheck.isHidden(shape, value) ? Outcome.NULL : invalid(field);
  }
}
