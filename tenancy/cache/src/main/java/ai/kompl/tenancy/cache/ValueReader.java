package ai.kompl.tenancy.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Reads the parts of a value in the order in which they were written. What is not there or is out
 * of bounds is an IllegalArgumentException. Not thread-safe.
 */
public final class ValueReader {
  private final ByteBuffer in;

  ValueReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  /** A text. */
  public String text() {
    int length = get(in::getInt);
    if (length < 0 || length > in.remaining()) {
      throw malformed();
    }
    byte[] encoded = new byte[length];
    in.get(encoded);
    return new String(encoded, StandardCharsets.UTF_8);
  }

  /** A constant of an enumeration. */
  public <E extends Enum<E>> E word(Class<E> type) {
    return Enum.valueOf(type, text());
  }

  /** An id. */
  public UUID uuid() {
    long high = number();
    return new UUID(high, number());
  }

  /** A whole number. */
  public long number() {
    return get(in::getLong);
  }

  /** A whole number of 32 bits. */
  public int integer() {
    long value = number();
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw malformed();
    }
    return (int) value;
  }

  /** Yes or no. */
  public boolean flag() {
    return get(in::get) != 0;
  }

  /** A moment. */
  public Instant instant() {
    long second = number();
    try {
      return Instant.ofEpochSecond(second, integer());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no moment", e);
    }
  }

  /** A day. */
  public LocalDate date() {
    try {
      return LocalDate.ofEpochDay(number());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no day", e);
    }
  }

  /** A part that may be missing. */
  public <T> Optional<T> optional(Supplier<T> part) {
    return flag() ? Optional.of(part.get()) : Optional.empty();
  }

  /** Several parts. */
  public <T> List<T> list(Supplier<T> part) {
    int size = integer();
    if (size < 0 || size > in.remaining()) {
      throw malformed();
    }
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(part.get());
    }
    return List.copyOf(values);
  }

  /** Whether everything was read. */
  boolean atEnd() {
    return !in.hasRemaining();
  }

  private static <T> T get(Supplier<T> read) {
    try {
      return read.get();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the value ends too early", e);
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("the value is malformed");
  }
}
