package ai.kompl.tenancy.cache;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Writes the parts of a value one after the other. Not thread-safe. */
public final class ValueWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** A text. */
  public ValueWriter text(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    return put(() -> {
      out.writeInt(encoded.length);
      out.write(encoded);
    });
  }

  /** A constant of an enumeration, by its name. */
  public ValueWriter word(Enum<?> value) {
    return text(value.name());
  }

  /** An id. */
  public ValueWriter uuid(UUID value) {
    return number(value.getMostSignificantBits()).number(value.getLeastSignificantBits());
  }

  /** A whole number. */
  public ValueWriter number(long value) {
    return put(() -> out.writeLong(value));
  }

  /** Yes or no. */
  public ValueWriter flag(boolean value) {
    return put(() -> out.writeBoolean(value));
  }

  /** A moment. */
  public ValueWriter instant(Instant value) {
    return number(value.getEpochSecond()).number(value.getNano());
  }

  /** A day. */
  public ValueWriter date(LocalDate value) {
    return number(value.toEpochDay());
  }

  /** A part that may be missing. */
  public <T> ValueWriter optional(Optional<T> value, Consumer<T> part) {
    flag(value.isPresent());
    value.ifPresent(part);
    return this;
  }

  /** Several parts. */
  public <T> ValueWriter list(List<T> values, Consumer<T> part) {
    number(values.size());
    values.forEach(part);
    return this;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private ValueWriter put(Put put) {
    try {
      put.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  @FunctionalInterface
  private interface Put {
    void run() throws IOException;
  }
}
