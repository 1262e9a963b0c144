package ai.kompl.local.contract;

import ai.kompl.federation.composition.ComposeCommand;
import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.Usage;
import java.util.List;

/** Composes a folder of subgraph schemas. */
public final class ComposeSchema implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "compose",
        "Composes the *.graphqls files of a folder and prints the supergraph, or every reason why they do not compose.",
        List.of("DIR"),
        List.of(Usage.Option.flag("--api", "print the clients' schema instead")));
  }

  @Override
  public int run(Arguments arguments, Console console) {
    String dir = arguments.operands().getFirst();
    List<String> words = arguments.has("--api") ? List.of("--api", dir) : List.of(dir);
    return ComposeCommand.run(words, console.out(), console.err());
  }
}
