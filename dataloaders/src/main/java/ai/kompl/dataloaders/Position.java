package ai.kompl.dataloaders;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A place in an ordered list: the values of its ordering columns, the last of which is unique.
 *
 * @param values as text, in the ordering's sequence
 */
public record Position(List<String> values) {

  public Position {
    values = List.copyOf(values);
  }

  /** A position from ordering values; each is written in its canonical text form. */
  public static Position of(Object... values) {
    return new Position(java.util.Arrays.stream(values).map(Object::toString).toList());
  }

  /** The value at {@code index} as text. */
  public String text(int index) {
    return values.get(index);
  }

  /** The value at {@code index} as a UUID. */
  public UUID uuid(int index) {
    return UUID.fromString(values.get(index));
  }

  /** The value at {@code index} as a whole number. */
  public long number(int index) {
    return Long.parseLong(values.get(index));
  }

  /** The value at {@code index} as an instant. */
  public Instant instant(int index) {
    return Instant.parse(values.get(index));
  }
}
