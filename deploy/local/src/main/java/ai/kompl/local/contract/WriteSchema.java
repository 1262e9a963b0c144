package ai.kompl.local.contract;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.Usage;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the contract that the product's own subgraphs compose to over the checked-in one. */
public final class WriteSchema implements Command {
  private final Path root;

  /** With the repository's root. */
  public WriteSchema(Path root) {
    this.root = root;
  }

  @Override
  public Usage usage() {
    return Usage.of(
        "schema",
        "Composes the product's own subgraphs and writes the checked-in supergraph and public schema.");
  }

  @Override
  public int run(Arguments arguments, Console console) {
    try {
      Contract.ofSubgraphs().write(root);
      console.note("wrote the supergraph and the public schema below " + root.resolve("schema"));
      return 0;
    } catch (IOException e) {
      throw new CommandFailure(FAILED, "cannot write the schema files: " + e.getMessage(), e);
    }
  }
}
