package ai.kompl.tenancy.data.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.io.Serial;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads moments as ISO 8601 writes them. */
final class InstantReader extends StdDeserializer<Instant> {
  @Serial private static final long serialVersionUID = 1L;

  InstantReader() {
    super(Instant.class);
  }

  @Override
  public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    try {
      return Instant.parse(parser.getText());
    } catch (DateTimeException e) {
      throw context.weirdStringException(parser.getText(), Instant.class, "no moment");
    }
  }
}
