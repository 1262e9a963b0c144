package ai.kompl.tenancy.data.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * Writes a trail as JSON Lines: a header with the public key, the records with their segments and
 * the checkpoints between them, and a signed seal over all of it. Nothing is held back, so it can
 * be of any length.
 */
public final class AuditExport {
  private final MessageDigest content = AuditDigest.sha256();
  private final AuditSigner signer;
  private final OutputStream out;

  /** An export to that stream, which stays open. */
  public AuditExport(AuditSigner signer, OutputStream out) {
    this.signer = signer;
    this.out = out;
  }

  /** Begins with the header. */
  public void begin(String tenant, Instant at) throws IOException {
    write(AuditLines.header(new AuditLines.Header(tenant, at, signer.publicKey())));
  }

  /** The next record. */
  public void record(KeptRecord kept) throws IOException {
    write(AuditLines.record(kept));
  }

  /** The next record of a segment, behind the record that closes the segment. */
  public void access(AccessRecord access) throws IOException {
    write(AuditLines.access(access));
  }

  /** The next checkpoint. */
  public void checkpoint(SignedCheckpoint signed) throws IOException {
    write(AuditLines.checkpoint(signed));
  }

  /** Ends with the seal. */
  public void end(AuditHead head) throws IOException {
    var seal = AuditLines.seal(new AuditLines.Seal(head, new AuditDigest(content.digest())));
    String signature = signer.sign(seal.toString());
    write(seal.with("signature", signature));
    out.flush();
  }

  private void write(CanonicalJson line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    content.update(bytes);
    out.write(bytes);
  }
}
