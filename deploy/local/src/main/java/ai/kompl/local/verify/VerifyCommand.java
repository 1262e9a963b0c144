package ai.kompl.local.verify;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs one proof and ends with its line. */
public final class VerifyCommand implements Command {
  private static final String FULL = "--full";

  private final List<Proof> proofs;

  /** With the proofs that can be named. */
  public VerifyCommand(List<Proof> proofs) {
    this.proofs = List.copyOf(proofs);
  }

  @Override
  public Usage usage() {
    String names =
        proofs.stream()
            .map(proof -> proof.name() + ": " + proof.summary())
            .collect(Collectors.joining("\n  "));
    return new Usage(
        "verify",
        "Runs a proof and ends with PASS or FAIL and its figures.\n  " + names,
        List.of("NAME", "[PATH]"),
        List.of(Usage.Option.flag(FULL, "the long form, where the proof has one")));
  }

  @Override
  public int run(Arguments arguments, Console console) {
    String name = arguments.operands().getFirst();
    Proof named =
        proofs.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new CommandFailure(
                    WRONG_USE,
                    "verify: there is no proof \"" + name + "\"; see ./kompl verify --help"));
    Proof sized = arguments.has(FULL) ? named.full() : named;
    Proof proof =
        arguments.operands().size() < 2 ? sized : sized.given(Path.of(arguments.operands().get(1)));
    var figures = new Figures();
    Path folder = temporary();
    try {
      proof.run(folder, figures, console::note);
    } finally {
      delete(folder);
    }
    figures.remarks().forEach(console::result);
    console.result(figures.line());
    return figures.passed() ? 0 : FAILED;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("kompl-verify").toRealPath();
    } catch (IOException e) {
      throw new CommandFailure(FAILED, "verify: cannot make a temporary folder", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new CommandFailure(FAILED, "verify: cannot delete " + folder, e);
    }
  }
}
