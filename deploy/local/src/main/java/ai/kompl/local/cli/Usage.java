package ai.kompl.local.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a command is called.
 *
 * @param name its word
 * @param summary what it does, in one line
 * @param operands the names of the words behind it that are no options; all needed but those in
 *     brackets, which stand last
 * @param options what may be given besides
 */
public record Usage(String name, String summary, List<String> operands, List<Option> options) {

  /**
   * One option.
   *
   * @param name with its hyphens
   * @param value what follows it, such as {@code DIR}; empty for a switch
   */
  public record Option(String name, Optional<String> value, String meaning) {
    /** An option with a value behind it. */
    public static Option of(String name, String value, String meaning) {
      return new Option(name, Optional.of(value), meaning);
    }

    /** An option without a value. */
    public static Option flag(String name, String meaning) {
      return new Option(name, Optional.empty(), meaning);
    }

    private String form() {
      return name + value.map(v -> " " + v).orElse("");
    }
  }

  public Usage {
    operands = List.copyOf(operands);
    options = List.copyOf(options);
  }

  /** A command without operands. */
  public static Usage of(String name, String summary, Option... options) {
    return new Usage(name, summary, List.of(), List.of(options));
  }

  /** How many operands must be given. */
  int neededOperands() {
    return (int) operands.stream().filter(operand -> !operand.startsWith("[")).count();
  }

  /** The option of that name. */
  Optional<Option> option(String wanted) {
    return options.stream().filter(option -> option.name().equals(wanted)).findFirst();
  }

  /** The text of {@code --help}. */
  String help() {
    String call =
        Stream.of(
                Stream.of("./kompl", name),
                operands.stream(),
                options.stream().map(option -> "[" + option.form() + "]"))
            .flatMap(words -> words)
            .collect(Collectors.joining(" "));
    int width = options.stream().mapToInt(option -> option.form().length()).max().orElse(0);
    String lines =
        options.stream()
            .map(option ->
                "  "
                    + option.form()
                    + " ".repeat(width - option.form().length() + 2)
                    + option.meaning()
                    + "\n")
            .collect(Collectors.joining());
    return "Usage: " + call + "\n" + summary + "\n" + (lines.isEmpty() ? "" : "\n" + lines);
  }
}
