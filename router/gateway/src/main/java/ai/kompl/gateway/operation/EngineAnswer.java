package ai.kompl.gateway.operation;

import ai.kompl.federation.execute.GraphQlResponse;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Takes the engine's response over as an answer. */
final class EngineAnswer {
  private static final JsonFactory JSON = new JsonFactory();

  private EngineAnswer() {}

  static Answer of(GraphQlResponse response) {
    byte[] json = response.toByteArray();
    List<String> codes = response.errorCount() == 0 ? List.of() : errorCodes(json);
    return new Answer(json, wasRun(json), codes);
  }

  /** The engine writes {@code data} first, also when it is null, unless nothing was run. */
  private static boolean wasRun(byte[] json) {
    return json.length > 2 && json[2] == 'd';
  }

  private static List<String> errorCodes(byte[] json) {
    List<String> codes = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean errors = parser.currentName().equals("errors");
        parser.nextToken();
        if (errors) {
          readErrors(parser, codes);
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the engine's answer is not JSON", e);
    }
    return codes;
  }

  private static void readErrors(JsonParser parser, List<String> codes) throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      codes.add(code(parser));
    }
  }

  private static String code(JsonParser parser) throws IOException {
    String code = "OTHER";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean extensions = parser.currentName().equals("extensions");
      JsonToken value = parser.nextToken();
      if (extensions && value == JsonToken.START_OBJECT) {
        code = codeIn(parser, code);
      } else {
        parser.skipChildren();
      }
    }
    return code;
  }

  private static String codeIn(JsonParser parser, String otherwise) throws IOException {
    String code = otherwise;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean named = parser.currentName().equals("code");
      if (parser.nextToken() == JsonToken.VALUE_STRING && named) {
        code = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    return code;
  }
}
