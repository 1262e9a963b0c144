package ai.kompl.federation.execute;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subgraph's answer after reading. */
final class Answer {
  private final Document document;
  private final long[] values;
  private List<?> errors = List.of();

  Answer(Document document, int lookups) {
    this.document = document;
    this.values = new long[lookups];
  }

  /** Where its values lie. */
  Document document() {
    return document;
  }

  /**
   * The list of a lookup's entities, or for a root fetch the object; absent or null where the
   * subgraph gave nothing.
   */
  long value(int lookup) {
    return values[lookup];
  }

  void value(int lookup, long value) {
    values[lookup] = value;
  }

  /** The errors as the subgraph wrote them, unchecked. */
  List<?> errors() {
    return errors;
  }

  /** Takes what the subgraph sent as errors; null is no errors. False when it is no list. */
  boolean errors(@Nullable Object sent) {
    if (sent instanceof List<?> list) {
      errors = list;
    }
    return sent == null || sent instanceof List<?>;
  }
}
