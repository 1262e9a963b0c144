package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonKind;
import ai.kompl.federation.json.JsonReader;
import ai.kompl.federation.shape.ValueShape;
import ai.kompl.federation.shape.VerbatimShape;

/**
 * Passes values that can be handed on to the client as they were sent. A value that differs in
 * anything, be it the order of its keys, is left to be read the long way; once half of the text has
 * been passed in vain no more is tried, so that no answer can make its reading dear.
 */
final class VerbatimReader {
  private static final int LEAST = 4096;

  private final JsonReader reader;
  private int patience;

  VerbatimReader(JsonReader reader, int textLength) {
    this.reader = reader;
    this.patience = Math.max(textLength / 2, LEAST);
  }

  /**
   * Passes an object or list if it has the shape.
   *
   * @return false when nothing has been passed
   */
  boolean pass(VerbatimShape shape) {
    if (patience < 0) {
      return false;
    }
    int from = reader.position();
    int depth = reader.depth();
    if (value(shape) && reader.position() - from <= Values.MAX_LENGTH) {
      return true;
    }
    patience -= reader.position() - from;
    reader.returnTo(from, depth);
    return false;
  }

  private boolean value(VerbatimShape shape) {
    int kind = reader.kind();
    ValueShape value = shape.value();
    if (kind == JsonKind.NULL) {
      reader.skipScalar();
      return !value.nonNull();
    }
    return switch (value.kind()) {
      case LIST -> kind == JsonKind.ARRAY && list(shape.element());
      case OBJECT -> kind == JsonKind.OBJECT && object(shape);
      case CUSTOM -> {
        reader.skipValue();
        yield true;
      }
      default -> kind != JsonKind.OBJECT && kind != JsonKind.ARRAY && scalar(value, kind);
    };
  }

  private boolean object(VerbatimShape shape) {
    reader.beginObject();
    for (int i = 0; i < shape.memberCount(); i++) {
      if (!reader.passMember(shape.key(i), i == 0) || !value(shape.member(i))) {
        return false;
      }
    }
    return reader.passEnd();
  }

  private boolean list(VerbatimShape element) {
    reader.beginArray();
    for (boolean first = true; reader.nextElement(first); first = false) {
      if (!value(element)) {
        return false;
      }
    }
    return true;
  }

  // An id sent as a number becomes a string, so it cannot stay as it is.
  private boolean scalar(ValueShape shape, int kind) {
    int from = reader.position();
    reader.skipScalar();
    boolean changed = shape.kind() == ValueShape.Kind.ID && kind == JsonKind.NUMBER;
    return !changed && LeafCheck.fits(shape, kind, reader.bytes(), from, reader.position() - from);
  }
}
