package ai.kompl.local.verify.durability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What clients did and were told, written down line by line before the next step: a process that
 * dies takes none of it along. An operation that was begun and of whose end nothing is written may
 * or may not have happened. One that was begun several times is the same one repeated. Safe for use
 * by many threads.
 */
final class Journal {
  /** How an operation ended, as far as its client knows. */
  enum Outcome {
    OK,
    FAILED,
    UNKNOWN
  }

  /**
   * An operation.
   *
   * @param id its own name
   * @param aggregate what it changes
   * @param outcome what its client was told, in the end
   * @param place the place in the order of its aggregate that it was told
   * @param doubt whether an earlier attempt has no known end
   */
  record Op(String id, String aggregate, Outcome outcome, OptionalInt place, boolean doubt) {
    private Op as(Outcome outcome, boolean doubt) {
      return new Op(id, aggregate, outcome, OptionalInt.empty(), doubt);
    }
  }

  private final Path file;

  Journal(Path file) {
    this.file = file;
  }

  void invoke(String id, String aggregate) {
    write("I " + id + " " + aggregate);
  }

  void ok(String id, int place) {
    write("O " + id + " " + place);
  }

  void failed(String id, String why) {
    write("F " + id + " " + why);
  }

  private synchronized void write(String line) {
    try {
      Files.write(
          file,
          (line + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All operations in the order of their beginning; a line cut off by a death counts for nothing.
   */
  synchronized List<Op> read() {
    if (Files.notExists(file)) {
      return List.of();
    }
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operations that a text tells of. */
  static List<Op> parse(String text) {
    Map<String, Op> ops = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!text.isEmpty() && !text.endsWith("\n")) {
      lines.removeLast();
    }
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      Op known = ops.get(words[1]);
      ops.put(words[1], known == null ? begun(words) : next(known, words));
    }
    return List.copyOf(ops.values());
  }

  private static Op begun(String[] words) {
    return new Op(words[1], words[2], Outcome.UNKNOWN, OptionalInt.empty(), false);
  }

  private static Op next(Op op, String[] words) {
    if (op.outcome() == Outcome.OK) {
      return op;
    }
    return switch (words[0]) {
      case "O" -> {
        var place = OptionalInt.of(Integer.parseInt(words[2]));
        yield new Op(op.id(), op.aggregate(), Outcome.OK, place, false);
      }
      case "F" -> op.as(op.doubt() ? Outcome.UNKNOWN : Outcome.FAILED, op.doubt());
      default -> op.as(Outcome.UNKNOWN, op.doubt() || op.outcome() == Outcome.UNKNOWN);
    };
  }
}
