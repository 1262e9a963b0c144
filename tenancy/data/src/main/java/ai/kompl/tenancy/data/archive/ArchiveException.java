package ai.kompl.tenancy.data.archive;

import java.io.Serial;

/** Says why a file is not an archive that can be used. Nothing of it has been. */
public final class ArchiveException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong, and where. */
  public ArchiveException(String message) {
    super(message);
  }

  /** What is wrong, and what told us. */
  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
