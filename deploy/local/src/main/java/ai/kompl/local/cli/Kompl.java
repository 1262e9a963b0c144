package ai.kompl.local.cli;

import ai.kompl.embedded.EmbeddedServerException;
import ai.kompl.local.client.ClientException;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.settings.SettingsException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The launcher's Java side: finds the command, checks its words, runs it, and turns what goes wrong
 * into a message.
 */
public final class Kompl {
  private static final String HELP = "help";

  private final Map<String, Command> commands = new LinkedHashMap<>();

  /** A launcher with these commands, in the order of the help text. */
  public Kompl(List<Command> commands) {
    commands.forEach(command -> this.commands.put(command.usage().name(), command));
  }

  /** The commands that start, stop, look at and show the product. */
  public static List<Command> processCommands(
      Launch launch, Path root, Map<String, String> environment) {
    var place = new Place(root, environment, launch.catalogue());
    return List.of(
        new Up(place, launch),
        new Down(place),
        new Status(place, InstantSource.system()),
        new Reset(place),
        new DemoCommand(new Session(place, launch)));
  }

  /** A console on the streams of this process. */
  public static Console console() {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return new Console(stream(System.out), stream(System.err), in);
  }

  private static PrintStream stream(PrintStream of) {
    return new PrintStream(of, true, StandardCharsets.UTF_8);
  }

  /** Runs the command that the words name and returns the exit code. */
  public int run(List<String> words, Console console) {
    try {
      return dispatch(words, console);
    } catch (CommandFailure e) {
      return refuse(console, e, e.exitCode());
    } catch (SettingsException e) {
      return refuse(console, e, Command.WRONG_USE);
    } catch (EmbeddedServerException | ProblemException | ClientException e) {
      return refuse(console, e, Command.FAILED);
    } catch (RuntimeException e) {
      // The edge of the process: nobody above could do better than to say so and keep the details.
      LoggerFactory.getLogger(Kompl.class).error("command failed", e);
      return refuse(console, e, Command.FAILED);
    }
  }

  private int dispatch(List<String> words, Console console) {
    String name = words.isEmpty() ? HELP : words.getFirst();
    List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
    if (name.equals(HELP) || name.equals("--help") || name.equals("-h")) {
      console.result(overview());
      return 0;
    }
    Command command = commands.get(name);
    if (command == null) {
      throw new CommandFailure(
          Command.WRONG_USE, "unknown command \"" + name + "\"; ./kompl help lists them");
    }
    if (rest.contains("--help")) {
      console.result(command.usage().help());
      return 0;
    }
    return command.run(Arguments.parse(command.usage(), rest), console);
  }

  private String overview() {
    var lines = new ArrayList<String>();
    lines.add("Usage: ./kompl COMMAND [OPTIONS]     ./kompl COMMAND --help says more");
    lines.add("");
    commands
        .values()
        .forEach(command ->
            lines.add("  %-8s %s".formatted(command.usage().name(), command.usage().summary())));
    lines.add(
        "  %-8s %s".formatted("test", "Runs the tests; --quick those of the changed modules."));
    lines.add("  %-8s %s".formatted("build", "Builds without starting."));
    lines.add("  %-8s %s".formatted("format", "Formats the sources."));
    lines.add("  %-8s %s".formatted(HELP, "Says this."));
    return String.join("\n", lines);
  }

  private static int refuse(Console console, RuntimeException failure, int exitCode) {
    console.note("kompl: " + failure.getMessage());
    return exitCode;
  }
}
