package ai.kompl.federation.execute;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.json.JsonBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The answer to a client, complete, as JSON in UTF-8 (GraphQL specification, 7.1). */
public final class GraphQlResponse {
  private final JsonBuffer body;
  private final boolean hasData;
  private final int errorCount;

  GraphQlResponse(JsonBuffer body, boolean hasData, int errorCount) {
    this.body = body;
    this.hasData = hasData;
    this.errorCount = errorCount;
  }

  /** The response to a request that was not executed: errors only, no {@code data} entry. */
  public static GraphQlResponse ofErrors(List<GraphQlError> errors) {
    JsonBuffer body = new JsonBuffer(256 * errors.size() + 16);
    body.add('{');
    ErrorWriter.write(errors, body);
    body.add('}');
    return new GraphQlResponse(body, false, errors.size());
  }

  /** Whether the response has a {@code data} entry that is not null. */
  public boolean hasData() {
    return hasData;
  }

  /** How many errors it has. */
  public int errorCount() {
    return errorCount;
  }

  /** How many bytes it has. */
  public int length() {
    return body.length();
  }

  /** Writes all bytes to the stream. */
  public void writeTo(OutputStream out) throws IOException {
    body.writeTo(out);
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return body.toByteArray();
  }
}
