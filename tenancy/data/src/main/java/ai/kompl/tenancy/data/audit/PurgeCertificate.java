package ai.kompl.tenancy.data.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * States what was removed of a tenant, when, by whom and why, and where its audit trail ended:
 * lines of canonical JSON, the last one a signed seal over all of them. It is verified with nothing
 * but its text.
 */
public final class PurgeCertificate {
  private static final String FORMAT = "kompl-purge-certificate-1";
  private static final String HEADER = "purge";
  private static final String REMOVED = "removed";
  private static final int LONGEST = 64 << 20;

  private PurgeCertificate() {}

  /** Who did something, and when. */
  public record Made(Instant at, String by) {}

  /**
   * Whom and what it is about.
   *
   * @param tenant the tenant's id
   * @param reason why the tenant was closed
   * @param begun when its closing began, and who asked for it
   * @param purgeAfter when the grace period was over
   */
  public record Subject(
      String tenant, String slug, String reason, Made begun, Instant purgeAfter) {}

  /**
   * What was removed.
   *
   * @param what its kind: {@code table}, {@code rows}, {@code files}, {@code keys}, {@code texts},
   *     {@code role}
   * @param count how many
   * @param sha256 the hash of it, in hexadecimal; empty where none is kept
   */
  public record Removed(String what, String name, long count, String sha256) {}

  /**
   * What the verification found.
   *
   * @param tenant the tenant's id
   * @param key the id of the key that signed it
   * @param removed what was removed
   * @param fault what is wrong; empty when nothing was changed
   */
  public record Verdict(String tenant, String key, List<Removed> removed, Optional<String> fault) {
    /** Copies the list. */
    public Verdict {
      removed = List.copyOf(removed);
    }
  }

  /**
   * Writes and signs one.
   *
   * @param last the last checkpoint of the audit trail; it vouches for the trail up to its end
   */
  public static String write(
      AuditSigner signer,
      Subject subject,
      Made made,
      List<Removed> removed,
      SignedCheckpoint last) {
    var text = new StringBuilder();
    text.append(header(signer.publicKey(), subject, made)).append('\n');
    removed.forEach(one -> text.append(line(one)).append('\n'));
    text.append(AuditLines.checkpoint(last)).append('\n');
    AuditSpan span = last.checkpoint().span();
    var seal =
        new AuditLines.Seal(new AuditHead(span.to(), span.hash()), AuditDigest.of(text.toString()));
    String signature = signer.sign(AuditLines.seal(seal).toString());
    return text.append(AuditLines.seal(seal).with("signature", signature)).append('\n').toString();
  }

  private static CanonicalJson header(AuditPublicKey key, Subject subject, Made made) {
    return CanonicalJson.object()
        .with("type", HEADER)
        .with("format", FORMAT)
        .with("tenant", subject.tenant())
        .with("slug", subject.slug())
        .with("reason", subject.reason())
        .with("begunAt", subject.begun().at())
        .with("begunBy", subject.begun().by())
        .with("purgeAfter", subject.purgeAfter())
        .with("purgedAt", made.at())
        .with("purgedBy", made.by())
        .with("key", key.id())
        .with("publicKey", key.base64());
  }

  private static CanonicalJson line(Removed removed) {
    return CanonicalJson.object()
        .with("type", REMOVED)
        .with("what", removed.what())
        .with("name", removed.name())
        .with("count", removed.count())
        .with("sha256", removed.sha256());
  }

  /** Whether the text begins as a certificate does. */
  public static boolean begins(String firstLine) {
    return firstLine.contains("\"format\":\"" + FORMAT + "\"");
  }

  /**
   * Verifies one, with the public key that it names itself: who must not trust that compares the
   * key's id with the one known from elsewhere.
   *
   * @throws IOException when it cannot be read at all
   */
  public static Verdict verify(Reader text) throws IOException {
    List<String> lines = new BufferedReader(text).lines().limit(LONGEST).toList();
    var reader = new PurgeCertificateReader(lines);
    try {
      reader.read();
      return reader.verdict(Optional.empty());
    } catch (IllegalArgumentException | DateTimeException e) {
      return reader.verdict(
          Optional.of("line " + reader.place() + ": " + String.valueOf(e.getMessage())));
    }
  }

  static AuditPublicKey header(CanonicalJson line) {
    var key = new AuditPublicKey(line.text("publicKey"));
    var subject =
        new Subject(
            line.text("tenant"),
            line.text("slug"),
            line.text("reason"),
            new Made(Instant.parse(line.text("begunAt")), line.text("begunBy")),
            Instant.parse(line.text("purgeAfter")));
    var made = new Made(Instant.parse(line.text("purgedAt")), line.text("purgedBy"));
    return AuditLines.same(line, header(key, subject, made), key);
  }

  static Removed removed(CanonicalJson line) {
    var removed =
        new Removed(
            line.text("what"), line.text("name"), line.number("count"), line.text("sha256"));
    return AuditLines.same(line, line(removed), removed);
  }
}
