package ai.kompl.tenancy.vault.content;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.Set;

/**
 * Sees to it that a file is what was declared, while it passes: type by its first part, length as
 * it grows, hash and the scanner's verdict at the end. Whoever stores it must not keep it when this
 * throws. For one file and one thread.
 */
public final class ContentCheck implements AutoCloseable {
  private final Declared declared;
  private final VirusScan.Passage scan;
  private long bytes;

  private ContentCheck(Declared declared, VirusScan.Passage scan) {
    this.declared = declared;
    this.scan = scan;
  }

  /**
   * Begins with a file.
   *
   * @throws ProblemException UNSUPPORTED_MEDIA_TYPE for a type that is not accepted, UNAVAILABLE
   *     when the scanner does not answer
   */
  public static ContentCheck begin(Declared declared, VirusScan scanner) {
    if (FileKind.of(declared.mediaType()).isEmpty()) {
      throw new ProblemException(
          Problem.UNSUPPORTED_MEDIA_TYPE,
          "Files of this type are not accepted. Send PDF, PNG, JPEG, GIF, ZIP, office documents,"
              + " JSON, XML, CSV or plain text, or application/octet-stream for others.");
    }
    return new ContentCheck(declared, scanner.begin());
  }

  /**
   * Looks at the next part.
   *
   * @throws ProblemException PAYLOAD_TOO_LARGE over the limit, CONTENT_TYPE_MISMATCH when it begins
   *     as another kind of file
   */
  public void take(byte[] part) {
    if (bytes == 0) {
      checkKind(FileKind.of(part));
    }
    bytes += part.length;
    if (bytes > declared.maxBytes()) {
      throw new ProblemException(
          Problem.PAYLOAD_TOO_LARGE, "The file is larger than " + declared.maxBytes() + " bytes.");
    }
    scan.take(part);
  }

  private void checkKind(FileKind kind) {
    Set<FileKind> accepted = FileKind.of(declared.mediaType());
    if (kind == FileKind.EXECUTABLE) {
      throw new ProblemException(Problem.CONTENT_TYPE_MISMATCH, "Programs are not accepted.");
    }
    if (!accepted.contains(kind)) {
      throw new ProblemException(
          Problem.CONTENT_TYPE_MISMATCH,
          "The content is not what the type " + declared.mediaType() + " says.");
    }
  }

  /**
   * Looks at the whole.
   *
   * @param sha256 the hash of all parts, in lower-case hexadecimal digits
   * @throws ProblemException CONTENT_EMPTY, CONTENT_HASH_MISMATCH or CONTENT_INFECTED
   */
  public void end(String sha256) {
    if (bytes == 0) {
      throw new ProblemException(Problem.CONTENT_EMPTY);
    }
    if (declared.sha256().filter(expected -> !expected.equals(sha256)).isPresent()) {
      throw new ProblemException(Problem.CONTENT_HASH_MISMATCH);
    }
    if (scan.finding().isPresent()) {
      throw new ProblemException(Problem.CONTENT_INFECTED);
    }
  }

  @Override
  public void close() {
    scan.close();
  }
}
