package ai.kompl.gateway.operation;

import ai.kompl.federation.execute.GraphQlResponse;
import java.util.List;

/**
 * The answer of the engine to one operation or to one event of a live operation: UTF-8 text on one
 * line. It is handed on once, by {@link #json()} or {@link #handTo}; its room is reused afterwards.
 */
public final class Answer {
  private static final byte[] GONE = {};

  private final int length;
  private final boolean hasData;
  private final List<String> errorCodes;
  private final Runnable release;
  private byte[] bytes;

  private Answer(
      byte[] bytes, int length, boolean hasData, List<String> errorCodes, Runnable release) {
    this.bytes = bytes;
    this.length = length;
    this.hasData = hasData;
    this.errorCodes = List.copyOf(errorCodes);
    this.release = release;
  }

  /** An answer that is the whole of an array, which is not to be changed. */
  public static Answer of(byte[] json, boolean hasData, List<String> errorCodes) {
    return new Answer(json, json.length, hasData, errorCodes, () -> {});
  }

  /** Takes the engine's response over. */
  static Answer of(GraphQlResponse response) {
    return new Answer(
        response.array(),
        response.length(),
        response.executed(),
        response.errorCodes(),
        response::release);
  }

  /** Whether the operation was run, so that there is a {@code data} entry. */
  public boolean hasData() {
    return hasData;
  }

  /** The codes of its errors, in their order. */
  public List<String> errorCodes() {
    return errorCodes;
  }

  /** A copy of the text. */
  public byte[] json() {
    var copy = new byte[length];
    handTo((text, _) -> System.arraycopy(text, 0, copy, 0, copy.length));
    return copy;
  }

  /** Hands the text on without a copy. */
  public void handTo(Taker taker) {
    byte[] text = bytes;
    if (text.length == 0) {
      // Its room may hold another tenant's answer by now.
      throw new IllegalStateException("the answer has been handed on");
    }
    bytes = GONE;
    try {
      taker.take(text, length);
    } finally {
      release.run();
    }
  }

  /** Is done with the first {@code length} bytes when it returns, and does not change them. */
  @FunctionalInterface
  public interface Taker {
    /** Takes the bytes. */
    void take(byte[] bytes, int length);
  }
}
