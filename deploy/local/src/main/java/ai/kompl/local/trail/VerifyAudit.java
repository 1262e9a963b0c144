package ai.kompl.local.trail;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.Usage;
import ai.kompl.tenancy.data.audit.AuditFault;
import ai.kompl.tenancy.data.audit.AuditFile;
import ai.kompl.tenancy.data.audit.AuditFileVerdict;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Verifies an exported audit trail with nothing but its file. */
public final class VerifyAudit implements Command {
  private static final String KEY = "--key";

  @Override
  public Usage usage() {
    return new Usage(
        "verify-audit",
        "Verifies an exported audit trail without a database; names the first record that is not as written.",
        List.of("FILE"),
        List.of(
            Usage.Option.of(
                KEY, "ID", "the id of the key that must have signed it, known from elsewhere")));
  }

  @Override
  public int run(Arguments arguments, Console console) {
    AuditFileVerdict file = verify(Path.of(arguments.operands().getFirst()));
    Optional<AuditFault> fault = file.verdict().fault();
    if (fault.isPresent()) {
      return fail(console, fault.get() + " line=" + file.lines());
    }
    Optional<String> wanted = Optional.ofNullable(arguments.options().get(KEY));
    if (wanted.filter(key -> !key.equals(file.key())).isPresent()) {
      return fail(console, "the file is signed with another key: key=" + file.key());
    }
    if (wanted.isEmpty()) {
      console.note(
          "The file was checked with its own public key: compare the key's id, or give it as --key ID.");
    }
    console.result(
        "PASS records=%d accesses=%d checkpoints=%d sealed-to=%d tenant=%s key=%s"
            .formatted(
                file.verdict().records(),
                file.verdict().accesses(),
                file.verdict().checkpoints(),
                file.verdict().sealedTo(),
                file.tenant(),
                file.key()));
    return 0;
  }

  private static int fail(Console console, String why) {
    console.result("FAIL " + why);
    return FAILED;
  }

  private static AuditFileVerdict verify(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return AuditFile.verify(in);
    } catch (IOException e) {
      throw new CommandFailure(WRONG_USE, "verify-audit: cannot read " + file + ": " + e, e);
    }
  }
}
