package ai.kompl.federation.execute;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.json.JsonBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a client, complete, as JSON in UTF-8 (GraphQL specification, 7.1). It lies on a
 * page of a pool: who has handed it on {@linkplain #release() releases} it; if nobody does, the
 * page is lost to the pool and left to the garbage collector.
 */
public final class GraphQlResponse {
  private final JsonBuffer body;
  private final Data data;
  private final List<String> errorCodes;

  /** What became of the {@code data} entry. */
  enum Data {
    /** There is none: nothing was run. */
    MISSING,
    /** It is null. */
    NULL,
    /** It holds values. */
    PRESENT
  }

  GraphQlResponse(JsonBuffer body, Data data, List<GraphQlError> errors) {
    this.body = body;
    this.data = data;
    this.errorCodes = codes(errors);
  }

  private static List<String> codes(List<GraphQlError> errors) {
    if (errors.isEmpty()) {
      return List.of();
    }
    List<String> codes = new ArrayList<>(errors.size());
    for (GraphQlError error : errors) {
      codes.add(code(error));
    }
    return List.copyOf(codes);
  }

  private static String code(GraphQlError error) {
    return error.extensions().get("code") instanceof String code ? code : "OTHER";
  }

  /** The response to a request that was not executed: errors only, no {@code data} entry. */
  public static GraphQlResponse ofErrors(List<GraphQlError> errors) {
    JsonBuffer body = new JsonBuffer(256 * errors.size() + 16);
    body.add('{');
    ErrorWriter.write(errors, body);
    body.add('}');
    return new GraphQlResponse(body, Data.MISSING, errors);
  }

  /**
   * Whether the operation was run, successfully or not: then there is a {@code data} entry, which
   * may be null (GraphQL specification, 7.1.1).
   */
  public boolean executed() {
    return data != Data.MISSING;
  }

  /** Whether the response has a {@code data} entry that is not null. */
  public boolean hasData() {
    return data == Data.PRESENT;
  }

  /** How many errors it has. */
  public int errorCount() {
    return errorCodes.size();
  }

  /**
   * The code of each error, in their order; {@code OTHER} where a subgraph gave none that is text.
   */
  public List<String> errorCodes() {
    return errorCodes;
  }

  /** How many bytes it has. */
  public int length() {
    return body.length();
  }

  /** Writes all bytes to the stream. */
  public void writeTo(OutputStream out) throws IOException {
    body.writeTo(out);
  }

  /** The array whose first {@link #length()} bytes are the response; not to be changed. */
  public byte[] array() {
    return body.array();
  }

  /** Gives the page back. The bytes may not be read afterwards; a second call does nothing. */
  public void release() {
    body.release();
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return body.toByteArray();
  }
}
