package ai.kompl.local.trail;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.Usage;
import ai.kompl.tenancy.data.archive.ArchiveException;
import ai.kompl.tenancy.data.archive.ArchiveFile;
import ai.kompl.tenancy.data.archive.ArchiveManifest;
import ai.kompl.tenancy.data.audit.AuditFault;
import ai.kompl.tenancy.data.audit.AuditFile;
import ai.kompl.tenancy.data.audit.AuditFileVerdict;
import ai.kompl.tenancy.data.audit.PurgeCertificate;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Verifies an exported audit trail, a certificate of a purge, or an export of a tenant, with
 * nothing but its file.
 */
public final class VerifyAudit implements Command {
  private static final String KEY = "--key";
  private static final String OWN_KEY =
      "The file was checked with its own public key: compare the key's id, or give it as --key ID.";

  /** Longer than what stands before the format of a certificate. */
  private static final int FIRST_LINE = 4096;

  @Override
  public Usage usage() {
    return new Usage(
        "verify-audit",
        "Verifies an exported audit trail, the certificate of a purged organisation, or an organisation's export, without a database; names the first record that is not as written.",
        List.of("FILE"),
        List.of(
            Usage.Option.of(
                KEY, "ID", "the id of the key that must have signed it, known from elsewhere")));
  }

  @Override
  public int run(Arguments arguments, Console console) {
    Path path = Path.of(arguments.operands().getFirst());
    if (isExport(path)) {
      return verifyExport(path, arguments, console);
    }
    if (isCertificate(path)) {
      return verifyCertificate(path, arguments, console);
    }
    AuditFileVerdict file = verify(path);
    Optional<AuditFault> fault = file.verdict().fault();
    if (fault.isPresent()) {
      return fail(console, fault.get() + " line=" + file.lines());
    }
    Optional<String> wanted = Optional.ofNullable(arguments.options().get(KEY));
    if (wanted.filter(key -> !key.equals(file.key())).isPresent()) {
      return fail(console, "the file is signed with another key: key=" + file.key());
    }
    if (wanted.isEmpty()) {
      console.note(OWN_KEY);
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

  private static boolean isExport(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(2), StandardCharsets.US_ASCII).equals("PK");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static int verifyExport(Path file, Arguments arguments, Console console) {
    try (ArchiveFile export = ArchiveFile.openExport(file)) {
      Optional<String> wanted = arguments.option(KEY);
      if (wanted.filter(key -> !key.equals(export.signedBy())).isPresent()) {
        return fail(console, "the file is signed with another key: key=" + export.signedBy());
      }
      if (wanted.isEmpty()) {
        console.note(OWN_KEY);
      }
      ArchiveManifest manifest = export.manifest();
      console.result(
          "PASS export tables=%d rows=%d files=%d tenant=%s key=%s"
              .formatted(
                  manifest.tables().size(),
                  manifest.rows(),
                  manifest.files().size(),
                  manifest.tenant(),
                  export.signedBy()));
      return 0;
    } catch (ArchiveException e) {
      return fail(console, "export: " + e.getMessage());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static boolean isCertificate(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return PurgeCertificate.begins(new String(in.readNBytes(FIRST_LINE), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static int verifyCertificate(Path file, Arguments arguments, Console console) {
    PurgeCertificate.Verdict verdict = certificate(file);
    if (verdict.fault().isPresent()) {
      return fail(console, "purge certificate " + verdict.fault().get());
    }
    Optional<String> wanted = arguments.option(KEY);
    if (wanted.filter(key -> !key.equals(verdict.key())).isPresent()) {
      return fail(console, "the file is signed with another key: key=" + verdict.key());
    }
    if (wanted.isEmpty()) {
      console.note(OWN_KEY);
    }
    console.result(
        "PASS purge certificate removed=%d tenant=%s key=%s"
            .formatted(
                verdict.removed().stream().mapToLong(PurgeCertificate.Removed::count).sum(),
                verdict.tenant(),
                verdict.key()));
    return 0;
  }

  private static PurgeCertificate.Verdict certificate(Path file) {
    try (Reader text = Files.newBufferedReader(file)) {
      return PurgeCertificate.verify(text);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(file, e);
    }
  }

  private static CommandFailure unreadable(Path file, Exception e) {
    return new CommandFailure(WRONG_USE, "verify-audit: cannot read " + file + ": " + e, e);
  }

  private static int fail(Console console, String why) {
    console.result("FAIL " + why);
    return FAILED;
  }

  private static AuditFileVerdict verify(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return AuditFile.verify(in);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
