package ai.kompl.tenancy.data.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The lines of an exported trail, each one canonical JSON. What is read is written again and must
 * be the same text, so that nothing that is not understood can be in a line.
 */
final class AuditLines {
  static final String FORMAT = "kompl-audit-export-1";
  static final String HEADER = "trail";
  static final String RECORD = "record";
  static final String ACCESS = "access";
  static final String CHECKPOINT = "checkpoint";
  static final String SEAL = "seal";

  private static final String FORM = "kompl-audit-";

  private AuditLines() {}

  static CanonicalJson header(Header header) {
    return CanonicalJson.object()
        .with("type", HEADER)
        .with("format", FORMAT)
        .with("tenant", header.tenant())
        .with("exportedAt", header.at())
        .with("key", header.key().id())
        .with("publicKey", header.key().base64());
  }

  static Header header(CanonicalJson line) {
    var header =
        new Header(
            line.text("tenant"),
            Instant.parse(line.text("exportedAt")),
            new AuditPublicKey(line.text("publicKey")));
    return same(line, header(header), header);
  }

  static CanonicalJson record(KeptRecord kept) {
    return kept.link()
        .json()
        .with("type", RECORD)
        .with("form", FORM + kept.form())
        .with("hash", kept.hash())
        .with("salt", kept.text().map(AuditText::salt))
        .with("reason", kept.text().flatMap(AuditText::reason))
        .with("details", kept.text().map(AuditText::details));
  }

  static KeptRecord record(CanonicalJson line) {
    var link =
        new AuditRecord(
            new AuditPlace(
                line.text("tenant"),
                line.number("sequence"),
                UUID.fromString(line.text("id")),
                Instant.parse(line.text("at"))),
            actor(line),
            act(line),
            line.optionalText("text").map(AuditDigest::parse),
            AuditDigest.parse(line.text("previous")));
    var kept = new KeptRecord(form(line), link, text(line), AuditDigest.parse(line.text("hash")));
    return same(line, record(kept), kept);
  }

  private static AuditActor actor(CanonicalJson line) {
    return new AuditActor(
        line.text("actor"),
        line.text("actorKind"),
        line.optionalText("onBehalfOf"),
        line.text("requestId"),
        line.text("sessionId"));
  }

  private static AuditAct act(CanonicalJson line) {
    return new AuditAct(
        line.text("category"),
        line.text("action"),
        line.text("subjectType"),
        line.text("subjectId"));
  }

  static CanonicalJson access(AccessRecord access) {
    return access.json().with("type", ACCESS);
  }

  static AccessRecord access(CanonicalJson line) {
    var access =
        new AccessRecord(
            line.text("tenant"),
            Math.toIntExact(line.number("number")),
            Instant.parse(line.text("at")),
            actor(line),
            act(line),
            line.text("outcome"));
    return same(line, access(access), access);
  }

  private static int form(CanonicalJson line) {
    String form = line.text("form");
    if (!form.startsWith(FORM)) {
      throw new IllegalArgumentException("it is of an unknown form");
    }
    return Integer.parseInt(form.substring(FORM.length()));
  }

  private static Optional<AuditText> text(CanonicalJson line) {
    return line.optionalText("details")
        .map(details ->
            new AuditText(
                UUID.fromString(line.text("salt")), line.optionalText("reason"), details));
  }

  static CanonicalJson checkpoint(SignedCheckpoint signed) {
    return signed
        .checkpoint()
        .json()
        .with("type", CHECKPOINT)
        .with("key", signed.key())
        .with("signature", signed.signature());
  }

  static SignedCheckpoint checkpoint(CanonicalJson line) {
    var span =
        new AuditSpan(
            line.number("from"),
            line.number("to"),
            AuditDigest.parse(line.text("root")),
            AuditDigest.parse(line.text("hash")));
    var checkpoint =
        new AuditCheckpoint(
            line.text("tenant"),
            line.number("number"),
            Instant.parse(line.text("at")),
            span,
            AuditDigest.parse(line.text("previous")));
    var signed = new SignedCheckpoint(checkpoint, line.text("key"), line.text("signature"));
    return same(line, checkpoint(signed), signed);
  }

  /** The seal; what is signed is the line without its signature. */
  static CanonicalJson seal(Seal seal) {
    return CanonicalJson.object()
        .with("type", SEAL)
        .with("sequence", seal.head().sequence())
        .with("hash", seal.head().hash())
        .with("sha256", seal.content());
  }

  /**
   * Reads the seal.
   *
   * @throws IllegalArgumentException also when the key has not signed it
   */
  static Seal seal(CanonicalJson line, AuditPublicKey key) {
    var seal =
        new Seal(
            new AuditHead(line.number("sequence"), AuditDigest.parse(line.text("hash"))),
            AuditDigest.parse(line.text("sha256")));
    String signature = line.text("signature");
    if (!key.signed(seal(seal).toString(), signature)) {
      throw new IllegalArgumentException("it is not signed with the key of this file");
    }
    return same(line, seal(seal).with("signature", signature), seal);
  }

  static <T> T same(CanonicalJson line, CanonicalJson written, T value) {
    if (!line.toString().equals(written.toString())) {
      throw new IllegalArgumentException("it holds what does not belong there");
    }
    return value;
  }

  /**
   * The first line.
   *
   * @param tenant whose trail
   * @param at when it was exported
   * @param key with which checkpoints and seal are signed
   */
  record Header(String tenant, Instant at, AuditPublicKey key) {}

  /**
   * The last line.
   *
   * @param head where the trail ended when it was exported
   * @param content the hash of all lines before, with their ends
   */
  record Seal(AuditHead head, AuditDigest content) {}
}
