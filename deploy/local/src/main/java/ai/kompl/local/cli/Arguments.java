package ai.kompl.local.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checked words behind a command.
 *
 * @param operands as many as the usage needs, or more that it allows
 * @param options the given ones; a switch has an empty text
 */
public record Arguments(List<String> operands, Map<String, String> options) {
  public Arguments {
    operands = List.copyOf(operands);
    options = Map.copyOf(options);
  }

  /**
   * Reads the words; an option's value may be its next word or follow an equals sign.
   *
   * @throws CommandFailure naming the word that does not fit
   */
  static Arguments parse(Usage usage, List<String> words) {
    var operands = new ArrayList<String>();
    var options = new HashMap<String, String>();
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (!word.startsWith("--")) {
        operands.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      Usage.Option option =
          usage.option(name).orElseThrow(() -> wrong(usage, "unknown option " + name));
      boolean inNextWord = option.value().isPresent() && equals < 0;
      if (inNextWord && at + 1 == words.size()) {
        throw wrong(usage, name + " needs a value: " + name + " " + option.value().orElse(""));
      }
      if (option.value().isEmpty() && equals >= 0) {
        throw wrong(usage, name + " takes no value");
      }
      String value = inNextWord ? words.get(++at) : word.substring(equals + 1);
      if (options.put(name, option.value().isEmpty() ? "" : value) != null) {
        throw wrong(usage, name + " is given twice");
      }
    }
    checkOperands(usage, operands);
    return new Arguments(operands, options);
  }

  private static void checkOperands(Usage usage, List<String> operands) {
    if (operands.size() < usage.neededOperands()) {
      throw wrong(usage, usage.operands().get(operands.size()) + " is missing");
    }
    if (operands.size() > usage.operands().size()) {
      throw wrong(usage, "\"" + operands.get(usage.operands().size()) + "\" is one word too many");
    }
  }

  private static CommandFailure wrong(Usage usage, String what) {
    return new CommandFailure(
        Command.WRONG_USE,
        usage.name() + ": " + what + "; see ./kompl " + usage.name() + " --help");
  }

  /** The value of an option that was given. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** Whether a switch was given. */
  public boolean has(String name) {
    return options.containsKey(name);
  }
}
