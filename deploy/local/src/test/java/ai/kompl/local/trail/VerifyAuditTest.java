package ai.kompl.local.trail;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.Kompl;
import ai.kompl.tenancy.data.audit.AuditAct;
import ai.kompl.tenancy.data.audit.AuditActor;
import ai.kompl.tenancy.data.audit.AuditCheckpoint;
import ai.kompl.tenancy.data.audit.AuditDigest;
import ai.kompl.tenancy.data.audit.AuditExport;
import ai.kompl.tenancy.data.audit.AuditHead;
import ai.kompl.tenancy.data.audit.AuditPlace;
import ai.kompl.tenancy.data.audit.AuditRecord;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.data.audit.AuditSpan;
import ai.kompl.tenancy.data.audit.KeptRecord;
import ai.kompl.tenancy.data.audit.PurgeCertificate;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyAuditTest {
  private static final AuditSigner SIGNER = AuditSigner.of(new byte[32]);
  private static final String TENANT = "00000000000000aa";

  @TempDir Path folder;

  private final ByteArrayOutputStream result = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
  private Path file = Path.of("");

  @BeforeEach
  void export() throws IOException {
    file = folder.resolve("trail.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      var export = new AuditExport(SIGNER, out);
      export.begin(TENANT, Instant.EPOCH);
      AuditDigest previous = AuditDigest.ORIGIN;
      for (int i = 1; i <= 3; i++) {
        KeptRecord kept = record(i, previous);
        export.record(kept);
        previous = kept.hash();
      }
      export.end(new AuditHead(3, previous));
    }
  }

  @Test
  void aWholeFilePassesAndItsKeyIsNamed() {
    assertThat(run("verify-audit", file.toString())).isZero();

    assertThat(result)
        .hasToString(
            "PASS records=3 accesses=0 checkpoints=0 sealed-to=0 tenant=%s key=%s\n"
                .formatted(TENANT, SIGNER.publicKey().id()));
    assertThat(notes.toString(StandardCharsets.UTF_8)).contains("compare the key's id");
  }

  @Test
  void aChangedFileFailsAndTheRecordIsNamed() throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.replace("entry_2", "entry_9"));

    assertThat(run("verify-audit", file.toString())).isEqualTo(Command.FAILED);

    assertThat(result).hasToString("FAIL sequence=2 fault=ALTERED line=3\n");
  }

  @Test
  void theKeyMayBeDemanded() {
    String id = SIGNER.publicKey().id();

    assertThat(run("verify-audit", file.toString(), "--key", id)).isZero();
    assertThat(notes.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(run("verify-audit", file.toString(), "--key", "0" + id.substring(1)))
        .isEqualTo(Command.FAILED);

    assertThat(result.toString(StandardCharsets.UTF_8)).contains("FAIL the file is signed with");
  }

  @Test
  void whatIsNoExportFailsAndWhatIsNotThereIsSaid() throws IOException {
    Path other = folder.resolve("other");
    Files.write(other, new byte[] {0, -1, 10});
    Path empty = Files.createFile(folder.resolve("empty"));

    assertThat(run("verify-audit", other.toString())).isEqualTo(Command.FAILED);
    assertThat(run("verify-audit", empty.toString())).isEqualTo(Command.FAILED);
    assertThat(run("verify-audit", folder.resolve("none").toString())).isEqualTo(Command.WRONG_USE);

    assertThat(result.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "FAIL sequence=0 fault=UNREADABLE line=1", "FAIL sequence=0 fault=UNREADABLE line=1");
    assertThat(notes.toString(StandardCharsets.UTF_8)).contains("cannot read");
  }

  @Test
  void aCertificateOfAPurgeIsVerifiedToo() throws IOException {
    var span = new AuditSpan(1, 3, AuditDigest.of("root"), AuditDigest.of("hash"));
    var checkpoint = new AuditCheckpoint(TENANT, 1, Instant.EPOCH, span, AuditDigest.ORIGIN);
    var made = new PurgeCertificate.Made(Instant.EPOCH, "user:u");
    String text =
        PurgeCertificate.write(
            SIGNER,
            new PurgeCertificate.Subject(TENANT, "acme", "left", made, Instant.EPOCH),
            made,
            List.of(new PurgeCertificate.Removed("table", "ledger_entry", 3, "00")),
            checkpoint.signedBy(SIGNER));
    Path good = Files.writeString(folder.resolve("certificate"), text);
    Path bad = Files.writeString(folder.resolve("bad"), text.replace("\"left\"", "\"kept\""));
    String key = SIGNER.publicKey().id();

    assertThat(run("verify-audit", good.toString(), "--key", key)).isZero();
    assertThat(run("verify-audit", bad.toString(), "--key", key)).isEqualTo(Command.FAILED);
    assertThat(run("verify-audit", good.toString(), "--key", "00")).isEqualTo(Command.FAILED);

    assertThat(result.toString(StandardCharsets.UTF_8).lines().toList())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo("PASS purge certificate removed=3 tenant=" + TENANT + " key=" + key),
            second -> assertThat(second).startsWith("FAIL purge certificate line 4"),
            third ->
                assertThat(third)
                    .isEqualTo("FAIL the file is signed with another key: key=" + key));
  }

  private static KeptRecord record(int sequence, AuditDigest previous) {
    var record =
        new AuditRecord(
            new AuditPlace(TENANT, sequence, new UUID(0, sequence), Instant.EPOCH),
            new AuditActor("user:u", "USER", Optional.empty(), "request-1", "session-1"),
            new AuditAct("CHANGE", "a.b", "Entry", "entry_" + sequence),
            Optional.empty(),
            previous);
    return new KeptRecord(2, record, Optional.empty(), record.hash());
  }

  private int run(String... words) {
    var console =
        new Console(
            new PrintStream(result, true, StandardCharsets.UTF_8),
            new PrintStream(notes, true, StandardCharsets.UTF_8),
            new BufferedReader(new StringReader("")));
    return new Kompl(List.of(new VerifyAudit())).run(List.of(words), console);
  }
}
