package ai.kompl.gateway.operation;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from JSON text and turns down everything that is not one well-formed request.
 * Property names may not repeat, nesting and numbers are bounded, and text must be UTF-8 (RFC 8259,
 * 8.1). Safe for use by any number of threads.
 */
public final class RequestJson {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;

  private final ObjectReader reader;
  private final PersistedDocuments documents;

  /** Reads requests that name documents of the given store. */
  public RequestJson(PersistedDocuments documents) {
    this.documents = documents;
    this.reader = mapper().readerFor(Object.class);
  }

  private static ObjectMapper mapper() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNumberLength(LONGEST_NUMBER)
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(limits)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** Reads a request from a body. */
  public GraphQlRequest request(byte[] body) {
    if (body.length == 0) {
      throw RefusedException.of(
          Refusal.INVALID_JSON, "The body is empty; send a JSON object with a \"query\".");
    }
    Object value = parse(body, "The body");
    if (value instanceof List<?>) {
      throw RefusedException.of(
          Refusal.BATCHING_NOT_SUPPORTED,
          "The body is a JSON array; send one operation per request as a JSON object.");
    }
    return request(object(value, "The body"));
  }

  /** Reads a request from the parameters of a URL or of a message. */
  public GraphQlRequest request(Map<String, @Nullable Object> parameters) {
    optionalObject(parameters, "extensions");
    return new GraphQlRequest(
        document(parameters),
        optionalText(parameters, "operationName"),
        optionalObject(parameters, "variables"));
  }

  /** Reads the JSON object that stands in a URL parameter of the given name. */
  public Map<String, @Nullable Object> objectIn(String parameter, String text) {
    String place = "The parameter \"" + parameter + "\"";
    Object value = parse(text.getBytes(StandardCharsets.UTF_8), place);
    if (!(value instanceof Map<?, ?>)) {
      throw wrongType(parameter, "a JSON object");
    }
    return object(value, place);
  }

  /** Reads any JSON object, naming the place it stands in when it is none. */
  public Map<String, @Nullable Object> object(byte[] text, String place) {
    return object(parse(text, place), place);
  }

  private String document(Map<String, @Nullable Object> parameters) {
    Optional<String> text = optionalText(parameters, "query").filter(it -> !it.isBlank());
    if (text.isPresent()) {
      return text.get();
    }
    String id =
        optionalText(parameters, "documentId")
            .orElseThrow(() ->
                RefusedException.of(
                    Refusal.MISSING_QUERY,
                    "The parameter \"query\" is missing; it holds the operation text."));
    return documents
        .document(id)
        .orElseThrow(() ->
            RefusedException.of(
                Refusal.PERSISTED_DOCUMENT_NOT_FOUND, "No document is stored under this id."));
  }

  private static Optional<String> optionalText(
      Map<String, @Nullable Object> parameters, String name) {
    return switch (parameters.get(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw wrongType(name, "a string");
    };
  }

  private static Map<String, @Nullable Object> optionalObject(
      Map<String, @Nullable Object> parameters, String name) {
    return switch (parameters.get(name)) {
      case null -> Map.of();
      case Map<?, ?> map -> object(map, "The parameter \"" + name + "\"");
      default -> throw wrongType(name, "an object");
    };
  }

  private static RefusedException wrongType(String name, String expected) {
    return RefusedException.of(
            Refusal.INVALID_PARAMETER, "The parameter \"" + name + "\" must be " + expected + ".")
        .with("parameter", name);
  }

  // Jackson makes the keys of JSON objects strings, so the cast cannot fail later.
  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> object(@Nullable Object value, String place) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw RefusedException.of(Refusal.INVALID_JSON, place + " must be a JSON object.");
  }

  private @Nullable Object parse(byte[] text, String place) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return reader.readValue(new ByteArrayInputStream(text));
    } catch (CharacterCodingException e) {
      throw RefusedException.of(Refusal.INVALID_JSON, place + " is not UTF-8 text.");
    } catch (JsonProcessingException e) {
      throw malformed(e, place);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static RefusedException malformed(JsonProcessingException e, String place) {
    var refused =
        RefusedException.of(
            Refusal.INVALID_JSON,
            place + " is not well-formed JSON, repeats a name or is nested too deeply.");
    return e.getLocation() == null
        ? refused
        : refused
            .with("line", e.getLocation().getLineNr())
            .with("column", e.getLocation().getColumnNr());
  }
}
