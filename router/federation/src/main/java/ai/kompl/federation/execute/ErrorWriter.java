package ai.kompl.federation.execute;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import java.util.List;

/** Writes errors in the form of the GraphQL specification, 7.1.2. */
final class ErrorWriter {
  private ErrorWriter() {}

  /** Writes the member {@code errors} with its list. */
  static void write(List<GraphQlError> errors, JsonBuffer out) {
    out.addAscii("\"errors\":[");
    for (int i = 0; i < errors.size(); i++) {
      if (i > 0) {
        out.add(',');
      }
      write(errors.get(i), out);
    }
    out.add(']');
  }

  private static void write(GraphQlError error, JsonBuffer out) {
    out.addAscii("{\"message\":");
    out.addString(error.message());
    if (!error.locations().isEmpty()) {
      out.addAscii(",\"locations\":");
      writeLocations(error.locations(), out);
    }
    if (!error.path().isEmpty()) {
      out.addAscii(",\"path\":");
      JsonValues.write(error.path(), out);
    }
    out.addAscii(",\"extensions\":");
    JsonValues.write(error.extensions(), out);
    out.add('}');
  }

  private static void writeLocations(List<GraphQlError.Location> locations, JsonBuffer out) {
    char separator = '[';
    for (GraphQlError.Location location : locations) {
      out.add(separator);
      out.addAscii("{\"line\":");
      out.addLong(location.line());
      out.addAscii(",\"column\":");
      out.addLong(location.column());
      out.add('}');
      separator = ',';
    }
    out.add(']');
  }
}
