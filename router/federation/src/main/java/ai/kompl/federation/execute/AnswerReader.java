package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonException;
import ai.kompl.federation.json.JsonKind;
import ai.kompl.federation.json.JsonReader;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.shape.AnswerShape;
import ai.kompl.federation.shape.FetchShape;
import ai.kompl.federation.shape.FetchShape.LookupShape;
import ai.kompl.federation.shape.TypeNames;
import ai.kompl.federation.shape.VerbatimShape;
import ai.kompl.federation.transport.SubgraphResponse.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a subgraph's JSON answer straight into the tables of the store, checking all of it. The
 * next key is compared with the one that the shape expects next; only on a miss it is searched.
 * Keys that nobody asked for are checked and passed.
 *
 * <p>Wrong text, a repeated key or a missing {@code data} throws {@link JsonException}.
 */
final class AnswerReader {
  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] ERRORS = "errors".getBytes(StandardCharsets.US_ASCII);

  private static final int END = -2;
  private static final int UNKNOWN = -1;

  private final FetchShape fetch;
  private final TypeNames names;
  private final JsonReader reader;
  private final VerbatimReader verbatim;
  private final Document document;
  private final Answer answer;
  private long[] elements = new long[64];
  private int elementCount;
  private boolean dataSeen;
  private boolean errorsSeen;

  AnswerReader(FetchShape fetch, TypeNames names, Json json, int maxDepth) {
    this.fetch = fetch;
    this.names = names;
    this.reader = new JsonReader(json.page().bytes(), json.offset(), json.length(), maxDepth);
    this.verbatim = new VerbatimReader(reader, json.length());
    this.document = new Document(fetch.fetch().id() + 1, json.page(), json.length());
    this.answer = new Answer(document, fetch.lookups().size());
  }

  Answer read() {
    requireKind(JsonKind.OBJECT, "answer is no object");
    reader.beginObject();
    for (boolean first = true; reader.nextMember(first); first = false) {
      if (reader.keyIs(DATA)) {
        readData();
      } else if (reader.keyIs(ERRORS)) {
        readErrors();
      } else {
        reader.skipValue();
      }
    }
    reader.expectEnd();
    if (!dataSeen && answer.errors().isEmpty()) {
      throw new JsonException("answer has neither data nor errors", reader.position());
    }
    return answer;
  }

  private void readErrors() {
    if (errorsSeen) {
      throw new JsonException("repeated member name", reader.keyStart());
    }
    errorsSeen = true;
    int from = reader.position();
    if (!answer.errors(JsonValues.read(reader))) {
      throw new JsonException("errors are no list", from);
    }
  }

  private void readData() {
    if (dataSeen) {
      throw new JsonException("repeated member name", reader.keyStart());
    }
    dataSeen = true;
    int kind = reader.kind();
    if (kind == JsonKind.NULL) {
      reader.skipScalar();
      return;
    }
    requireKind(JsonKind.OBJECT, "data is no object");
    if (fetch.root()) {
      answer.value(0, object(fetch.lookups().getFirst().answer()));
    } else {
      readLookups();
    }
  }

  private void readLookups() {
    reader.beginObject();
    for (boolean first = true; reader.nextMember(first); first = false) {
      int lookup = lookup(reader.key());
      if (lookup < 0) {
        reader.skipValue();
        continue;
      }
      if (answer.value(lookup) != Values.ABSENT) {
        throw new JsonException("repeated member name", reader.keyStart());
      }
      answer.value(lookup, composite(fetch.lookups().get(lookup).answer(), null));
    }
  }

  private int lookup(String key) {
    List<LookupShape> lookups = fetch.lookups();
    for (int i = 0; i < lookups.size(); i++) {
      if (lookups.get(i).responseKey().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private void requireKind(int kind, String what) {
    if (reader.kind() != kind) {
      throw new JsonException(what, reader.position());
    }
  }

  private long object(AnswerShape shape) {
    reader.beginObject();
    int base = document.allocate(shape.size());
    int expected = 0;
    boolean first = true;
    while (true) {
      int number = nextField(shape, expected, first);
      if (number == END) {
        return Values.at(Values.OBJECT, document.number(), base);
      }
      first = false;
      if (number == UNKNOWN) {
        reader.skipValue();
        continue;
      }
      AnswerShape.Field field = shape.field(number);
      int at = base + field.index();
      if (document.get(at) != Values.ABSENT) {
        throw new JsonException("repeated member name", reader.keyStart());
      }
      document.set(at, value(field));
      expected = number + 1;
    }
  }

  private int nextField(AnswerShape shape, int expected, boolean first) {
    int count = shape.fieldCount();
    if (expected < count && reader.passMember(shape.field(expected).quoted(), first)) {
      return expected;
    }
    if (!reader.nextMember(first)) {
      return END;
    }
    for (int i = 0; i < count; i++) {
      int number = expected + i < count ? expected + i : expected + i - count;
      if (reader.keyIs(shape.field(number).name())) {
        return number;
      }
    }
    return UNKNOWN;
  }

  private long value(AnswerShape.Field field) {
    AnswerShape below = field.below();
    if (below != null) {
      return composite(below, field.verbatim());
    }
    return field.typename() ? typename() : leaf();
  }

  private long typename() {
    long leaf = leaf();
    boolean text = Values.kind(leaf) == Values.STRING;
    return Values.type(
        text ? names.number(reader.bytes(), Values.offset(leaf), Values.length(leaf)) : -1);
  }

  private long leaf() {
    int kind = reader.kind();
    int from = reader.position();
    reader.skipValue();
    return switch (kind) {
      case JsonKind.OBJECT -> range(Values.RAW_OBJECT, from);
      case JsonKind.ARRAY -> range(Values.RAW_LIST, from);
      default -> range(kind, from);
    };
  }

  private long range(int kind, int from) {
    int length = reader.position() - from;
    if (length > Values.MAX_LENGTH || from > Values.MAX_OFFSET) {
      throw new JsonException("value longer than " + Values.MAX_LENGTH + " bytes", from);
    }
    return Values.range(kind, document.number(), from, length);
  }

  private long composite(AnswerShape shape, @Nullable VerbatimShape whole) {
    int kind = reader.kind();
    if (kind != JsonKind.OBJECT && kind != JsonKind.ARRAY) {
      return leaf();
    }
    int from = reader.position();
    if (whole != null && verbatim.pass(whole)) {
      return range(Values.VERBATIM, from);
    }
    return kind == JsonKind.OBJECT
        ? object(shape)
        : list(shape, whole == null ? null : whole.element());
  }

  // Elements are gathered on a stack first, since nested lists and objects take room meanwhile.
  private long list(AnswerShape shape, @Nullable VerbatimShape element) {
    int bottom = elementCount;
    reader.beginArray();
    for (boolean first = true; reader.nextElement(first); first = false) {
      push(composite(shape, element));
    }
    int count = elementCount - bottom;
    int base = document.allocate(count + 1);
    document.set(base, count);
    document.setAll(base + 1, elements, bottom, count);
    elementCount = bottom;
    return Values.at(Values.LIST, document.number(), base);
  }

  private void push(long element) {
    if (elementCount == elements.length) {
      elements = Arrays.copyOf(elements, elementCount * 2);
    }
    elements[elementCount++] = element;
  }
}
