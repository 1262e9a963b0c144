package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.audit.AuditFault;
import ai.kompl.tenancy.data.audit.AuditFile;
import ai.kompl.tenancy.data.audit.AuditFileVerdict;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An exported trail is verified with nothing but its file. */
class AuditExportTest {
  private static TestPlatform platform;
  private static int tenants;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void anExportOfSeveralPagesVerifies() throws IOException {
    Caller ana = tenantWithTrail();
    write(ana, 2100);
    platform.trails().seal(ana.tenant());
    write(ana, 1);

    AuditFileVerdict verdict = verify(export(ana));

    assertThat(verdict.verdict()).isEqualTo(new AuditVerdict(2105, 2, 0, 2104, Optional.empty()));
    assertThat(verdict.tenant()).isEqualTo(ana.tenant().value());
    assertThat(verdict.key()).isEqualTo(platform.trails().publicKey().id());
  }

  @Test
  void everyFlippedByteIsFoundAndTheRecordNamed() throws IOException {
    byte[] file = export(tenantWithTrail());
    String[] lines = new String(file, StandardCharsets.UTF_8).split("\n");
    assertThat(lines).as("header, record, record, record, checkpoint, record, seal").hasSize(6 + 1);
    int line = 0;

    for (int i = 0; i < file.length; i++) {
      byte[] changed = file.clone();
      changed[i] ^= 1;
      Optional<AuditFault> fault = verify(changed).verdict().fault();
      assertThat(fault).as("byte %d of line %d", i, line).isPresent();
      if (lines[line].contains("\"type\":\"record\"")) {
        assertThat(fault.orElseThrow().sequence())
            .as("byte %d of line %d", i, line)
            .isEqualTo(line <= 3 ? line : line - 1);
      }
      line += file[i] == '\n' ? 1 : 0;
    }
  }

  @Test
  void aFileCutOffAnywhereIsFound() throws IOException {
    byte[] file = export(tenantWithTrail());

    for (int length = 0; length < file.length; length += 13) {
      assertThat(verify(Arrays.copyOf(file, length)).verdict().whole())
          .as("the first %d bytes", length)
          .isFalse();
    }
    assertThat(verify(Arrays.copyOf(file, file.length - 1)).verdict().whole()).isFalse();
    assertThat(verify(Arrays.copyOf(file, file.length + 1)).verdict().whole()).isFalse();
  }

  @Test
  void missingDoubledAndMovedLinesAreFoundByTheirNumber() throws IOException {
    List<String> lines =
        new String(export(tenantWithTrail()), StandardCharsets.UTF_8).lines().toList();

    assertThat(fault(lines, 0, 1, 3, 4, 5, 6)).hasToString("sequence=2 fault=MISSING");
    assertThat(fault(lines, 0, 1, 2, 2, 3, 4, 5, 6)).hasToString("sequence=2 fault=DUPLICATED");
    assertThat(fault(lines, 0, 2, 1, 3, 4, 5, 6)).hasToString("sequence=1 fault=MISSING");
    assertThat(fault(lines, 0, 1, 2, 3, 4, 6)).hasToString("sequence=4 fault=FILE_DIFFERS");
    assertThat(fault(lines, 0, 1, 2, 3, 5, 6)).hasToString("sequence=5 fault=FILE_DIFFERS");
    assertThat(fault(lines, 0, 1, 2, 3, 4, 5)).hasToString("sequence=5 fault=TRUNCATED");
    assertThat(fault(lines, 1, 2, 3, 4, 5, 6)).hasToString("sequence=0 fault=UNREADABLE");
    assertThat(fault(lines, 0, 1, 2, 3, 4, 5, 6, 6)).hasToString("sequence=5 fault=FILE_DIFFERS");
  }

  @Test
  void aFileSignedAnewHasAnotherKey() throws IOException {
    Caller ana = tenantWithTrail();
    byte[] seed = new byte[32];
    seed[5] = 5;
    var out = new ByteArrayOutputStream();
    platform.data().auditTrails(AuditSigner.of(seed)).export(ana, out);

    AuditFileVerdict verdict = verify(out.toByteArray());

    assertThat(verdict.key()).isNotEqualTo(platform.trails().publicKey().id());
    assertThat(verdict.verdict().fault())
        .as("the checkpoints are still of the true key")
        .contains(new AuditFault(1, AuditFault.Kind.CHECKPOINT_FORGED));
  }

  @Test
  void whatIsBrokenInTheTableIsBrokenInTheFile() throws IOException {
    Caller ana = tenantWithTrail();
    platform.tamper(
        "update private.audit_events set actor = 'x' where sequence = 2 and tenant = '"
            + ana.tenant()
            + "'");

    assertThat(verify(export(ana)).verdict().fault())
        .contains(new AuditFault(2, AuditFault.Kind.ALTERED));
  }

  @Test
  void anErasedTextIsNotExportedAndTheFileVerifies() throws IOException {
    Caller ana = tenantWithTrail();
    var erasure = new TextErasure("Entry", "entry_0", Optional.empty(), "request 12");
    assertThat(platform.trails().eraseTexts(ana, erasure)).isEqualTo(2);

    byte[] file = export(ana);

    assertThat(verify(file).verdict().whole()).isTrue();
    assertThat(new String(file, StandardCharsets.UTF_8))
        .doesNotContain("because 0")
        .contains("because 1");
  }

  @Test
  void anExportHoldsTheOwnTrailOnly() throws IOException {
    Caller ana = tenantWithTrail();
    Caller ben = tenantWithTrail();

    assertThat(new String(export(ana), StandardCharsets.UTF_8))
        .contains(ana.tenant().value())
        .doesNotContain(ben.tenant().value());
  }

  @Test
  void aFullDiskEndsTheExport() {
    Caller ana = tenantWithTrail();
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };

    assertThatThrownBy(() -> platform.trails().export(ana, full))
        .isInstanceOf(UncheckedIOException.class)
        .hasStackTraceContaining("no space left");
    assertThat(platform.trails().verify(ana).whole()).isTrue();
  }

  private static AuditFault fault(List<String> lines, int... places) throws IOException {
    String file =
        Arrays.stream(places).mapToObj(i -> lines.get(i) + "\n").collect(Collectors.joining());
    return verify(file.getBytes(StandardCharsets.UTF_8)).verdict().fault().orElseThrow();
  }

  /** Its provisioning, two entries, a checkpoint, one entry. */
  private static Caller tenantWithTrail() {
    tenants++;
    Caller ana = TestPlatform.user(platform.provision("exported-" + tenants));
    write(ana, 2);
    assertThat(platform.trails().seal(ana.tenant())).isEmpty();
    write(ana, 1);
    return ana;
  }

  private static void write(Caller caller, int entries) {
    platform
        .data()
        .tenantDatabase()
        .write(
            caller,
            tx -> {
              for (int i = 0; i < entries; i++) {
                tx.audit(
                    AuditEntry.change("a.b", "Entry", "entry_" + i, "{\"a\":\"\u00e9\"}")
                        .because("because " + i));
              }
              return true;
            });
  }

  private static byte[] export(Caller caller) {
    var out = new ByteArrayOutputStream();
    platform.trails().export(caller, out);
    return out.toByteArray();
  }

  private static AuditFileVerdict verify(byte[] file) throws IOException {
    return AuditFile.verify(new ByteArrayInputStream(file));
  }
}
