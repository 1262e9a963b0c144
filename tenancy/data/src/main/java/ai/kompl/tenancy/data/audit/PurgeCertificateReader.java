package ai.kompl.tenancy.data.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one certificate, line by line, as far as it is what was signed. */
final class PurgeCertificateReader {
  /** A header, a checkpoint and a seal. */
  private static final int FEWEST = 3;

  private final List<String> lines;
  private final List<PurgeCertificate.Removed> removed = new ArrayList<>();
  private int place = 1;
  private String tenant = "";
  private String key = "";

  PurgeCertificateReader(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Reads.
   *
   * @throws IllegalArgumentException at what is not as it was signed
   */
  void read() {
    if (lines.size() < FEWEST) {
      throw new IllegalArgumentException("the certificate is cut off");
    }
    CanonicalJson header = CanonicalJson.parse(lines.getFirst());
    AuditPublicKey publicKey = PurgeCertificate.header(header);
    tenant = header.text("tenant");
    key = publicKey.id();
    for (place = 2; place <= lines.size() - 2; place++) {
      removed.add(PurgeCertificate.removed(CanonicalJson.parse(lines.get(place - 1))));
    }
    AuditHead head = checkpoint(CanonicalJson.parse(lines.get(place - 1)), publicKey);
    place = lines.size();
    seal(AuditLines.seal(CanonicalJson.parse(lines.getLast()), publicKey), head);
  }

  private AuditHead checkpoint(CanonicalJson line, AuditPublicKey publicKey) {
    SignedCheckpoint signed = AuditLines.checkpoint(line);
    if (!signed.signedWith(publicKey) || !signed.checkpoint().tenant().equals(tenant)) {
      throw new IllegalArgumentException("the checkpoint is not signed for this tenant");
    }
    AuditSpan span = signed.checkpoint().span();
    return new AuditHead(span.to(), span.hash());
  }

  private void seal(AuditLines.Seal seal, AuditHead head) {
    String before = String.join("\n", lines.subList(0, lines.size() - 1)) + "\n";
    if (!seal.content().equals(AuditDigest.of(before)) || !seal.head().equals(head)) {
      throw new IllegalArgumentException("the lines are not those that were signed");
    }
  }

  int place() {
    return place;
  }

  PurgeCertificate.Verdict verdict(Optional<String> fault) {
    return new PurgeCertificate.Verdict(tenant, key, removed, fault);
  }
}
