package ai.kompl.federation.composition;

import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.Hint;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code kompl compose DIR}: composes the {@code *.graphqls} files of a folder; a file's name is
 * its subgraph's name.
 */
public final class ComposeCommand {
  /** Exit code when the subgraphs do not compose. */
  public static final int REFUSED = 1;

  /** Exit code when the command was used wrongly or files could not be read. */
  public static final int USAGE = 2;

  private ComposeCommand() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(arguments), out, err));
  }

  /**
   * Runs the command: the supergraph goes to out, errors and hints to err; answers the exit code.
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    boolean api = arguments.contains("--api");
    List<String> rest = arguments.stream().filter(argument -> !argument.equals("--api")).toList();
    if (rest.size() != 1 || rest.getFirst().startsWith("-")) {
      err.println(
          "usage: kompl compose [--api] DIR   (one *.graphqls file for each subgraph; prints the supergraph, with --api the client's schema)");
      return rest.contains("--help") ? 0 : USAGE;
    }
    try {
      List<SubgraphSource> sources = sources(Path.of(rest.getFirst()));
      if (sources.isEmpty()) {
        err.println("no *.graphqls files in " + rest.getFirst());
        return USAGE;
      }
      return report(Composer.compose(sources), api, out, err);
    } catch (IOException e) {
      err.println("cannot read " + rest.getFirst() + ": " + e.getMessage());
      return USAGE;
    }
  }

  private static List<SubgraphSource> sources(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> listing = Files.list(folder)) {
      files = listing.filter(file -> file.toString().endsWith(".graphqls")).sorted().toList();
    }
    List<SubgraphSource> sources = new ArrayList<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      sources.add(
          new SubgraphSource(
              name.substring(0, name.length() - ".graphqls".length()), "", Files.readString(file)));
    }
    return sources;
  }

  private static int report(
      Composition composition, boolean api, PrintStream out, PrintStream err) {
    return switch (composition) {
      case Composition.Composed composed -> {
        for (Hint hint : composed.hints()) {
          err.println("hint: " + hint);
        }
        out.print(api ? composed.apiSdl() : composed.supergraphSdl());
        yield 0;
      }
      case Composition.Refused refused -> {
        for (CompositionError error : refused.errors()) {
          err.println("error: " + error);
        }
        yield REFUSED;
      }
    };
  }
}
