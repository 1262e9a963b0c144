package ai.kompl.tenancy.data.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.util.Optional;

/**
 * Verifies an exported trail with nothing but the file. Who must not trust the file's own public
 * key compares its id with the one known from elsewhere.
 */
public final class AuditFile {
  private static final int LONGEST_LINE = 64 << 20;

  private final MessageDigest content = AuditDigest.sha256();
  private final InputStream in;
  private long lines;

  private AuditFile(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the file to its end or its first fault.
   *
   * @param in buffered; stays open
   * @throws IOException when it cannot be read at all
   */
  public static AuditFileVerdict verify(InputStream in) throws IOException {
    return new AuditFile(in).verify();
  }

  private AuditFileVerdict verify() throws IOException {
    AuditLines.Header header;
    try {
      CanonicalJson first = next().orElseThrow(() -> malformed("the file is empty"));
      header = AuditLines.header(required(first, AuditLines.HEADER));
      header.key().signed("", "");
    } catch (IllegalArgumentException | DateTimeException e) {
      var fault = new AuditFault(0, AuditFault.Kind.UNREADABLE);
      return new AuditFileVerdict("", "", 1, new AuditVerdict(0, 0, 0, 0, Optional.of(fault)));
    }
    var walk = new AuditWalk(header.tenant(), header.key());
    AuditVerdict verdict = walk(walk, header.key());
    return new AuditFileVerdict(header.tenant(), header.key().id(), lines, verdict);
  }

  private AuditVerdict walk(AuditWalk walk, AuditPublicKey key) throws IOException {
    try {
      while (walk.fault().isEmpty()) {
        var before = new AuditDigest(copy(content).digest());
        Optional<CanonicalJson> line = next();
        if (line.isEmpty()) {
          return walk.broken(AuditFault.Kind.TRUNCATED);
        }
        if (line.get().text("type").equals(AuditLines.SEAL)) {
          return end(walk, AuditLines.seal(line.get(), key), before);
        }
        step(walk, line.get());
      }
      return walk.end(walk.reached());
    } catch (IllegalArgumentException | DateTimeException e) {
      return walk.broken(AuditFault.Kind.UNREADABLE);
    }
  }

  private static void step(AuditWalk walk, CanonicalJson line) {
    switch (line.text("type")) {
      case AuditLines.RECORD -> walk.record(AuditLines.record(line));
      case AuditLines.ACCESS -> walk.access(AuditLines.access(line));
      case AuditLines.CHECKPOINT -> walk.checkpoint(AuditLines.checkpoint(line));
      default -> throw malformed("it is of an unknown type");
    }
  }

  private AuditVerdict end(AuditWalk walk, AuditLines.Seal seal, AuditDigest before)
      throws IOException {
    if (!seal.content().equals(before) || in.read() >= 0) {
      return walk.broken(AuditFault.Kind.FILE_DIFFERS);
    }
    return walk.end(seal.head());
  }

  private static CanonicalJson required(CanonicalJson line, String type) {
    if (!line.text("type").equals(type) || !line.text("format").equals(AuditLines.FORMAT)) {
      throw malformed("it is not the header of an exported trail");
    }
    return line;
  }

  /** The next line; empty at the end of the file. */
  private Optional<CanonicalJson> next() throws IOException {
    var bytes = new ByteArrayOutputStream();
    int one = in.read();
    if (one < 0) {
      return Optional.empty();
    }
    lines++;
    while (one >= 0 && one != '\n' && bytes.size() < LONGEST_LINE) {
      bytes.write(one);
      one = in.read();
    }
    if (one != '\n') {
      throw malformed("it has no end");
    }
    content.update(bytes.toByteArray());
    content.update((byte) '\n');
    return Optional.of(CanonicalJson.parse(text(bytes.toByteArray())));
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not UTF-8", e);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java cannot copy a SHA-256", e);
    }
  }

  private static IllegalArgumentException malformed(String why) {
    return new IllegalArgumentException(why);
  }
}
