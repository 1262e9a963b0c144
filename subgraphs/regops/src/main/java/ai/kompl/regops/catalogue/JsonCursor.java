package ai.kompl.regops.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON once from front to back and knows where it is. A value of the wrong kind is logged,
 * skipped and reads as absent, so that one file gives all its problems at once.
 */
final class JsonCursor implements AutoCloseable {

  private final JsonParser parser;
  private final ProblemLog problems;

  JsonCursor(InputStream in, CatalogueLimits limits, ProblemLog problems) throws IOException {
    this.problems = problems;
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.maxDepth())
            .maxStringLength(limits.maxTextLength())
            .maxNameLength(1_000)
            .maxNumberLength(100)
            .build();
    this.parser =
        JsonFactory.builder()
            .streamReadConstraints(constraints)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build()
            .createParser(in);
  }

  /** Reads the value of one field; must consume it. */
  interface FieldReader {
    void read(String field) throws IOException;
  }

  /** Reads one item of an array; must consume it. */
  interface ItemReader {
    void read() throws IOException;
  }

  /** Moves to the first value; false when the file holds none. */
  boolean begin() throws IOException {
    return parser.nextToken() != null;
  }

  /** Whether something follows the first value. */
  boolean more() throws IOException {
    return parser.nextToken() != null;
  }

  boolean atObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  Place place() {
    return Place.at(
        parser.getParsingContext().pathAsPointer().toString(),
        parser.currentTokenLocation().getLineNr());
  }

  /** Where reading stopped, for errors of the JSON itself. */
  Place stop() {
    return Place.at(
        parser.getParsingContext().pathAsPointer().toString(),
        parser.currentLocation().getLineNr());
  }

  int depth() {
    return parser.getParsingContext().getNestingDepth();
  }

  void object(FieldReader fields) throws IOException {
    if (!expect(JsonToken.START_OBJECT, "an object")) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.read(name);
    }
  }

  void array(ItemReader items) throws IOException {
    if (!expect(JsonToken.START_ARRAY, "an array")) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.read();
    }
  }

  /** The text here; empty for null, and for anything else after logging it. */
  Optional<String> text() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL
        || !expect(JsonToken.VALUE_STRING, "a text")) {
      return Optional.empty();
    }
    // PostgreSQL cannot hold U+0000 in a text; it says nothing in a catalogue either.
    return Optional.of(parser.getText().replace("\u0000", ""));
  }

  List<String> texts() throws IOException {
    var values = new ArrayList<String>();
    array(() -> text().ifPresent(values::add));
    return values;
  }

  Optional<Boolean> flag() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> Optional.of(true);
      case VALUE_FALSE -> Optional.of(false);
      case VALUE_NULL -> Optional.empty();
      default -> {
        wrong("true or false");
        yield Optional.empty();
      }
    };
  }

  Optional<Integer> integer(int min, int max) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      long value =
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? Long.MAX_VALUE
              : parser.getLongValue();
      if (value >= min && value <= max) {
        return Optional.of((int) value);
      }
    }
    wrong("a whole number from " + min + " to " + max);
    return Optional.empty();
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private boolean expect(JsonToken token, String what) throws IOException {
    if (parser.currentToken() == token) {
      return true;
    }
    wrong(what);
    return false;
  }

  private void wrong(String expected) throws IOException {
    problems.error(
        ProblemCode.CATALOGUE_FIELD_INVALID, "There must be " + expected + " here.", place());
    parser.skipChildren();
  }
}
