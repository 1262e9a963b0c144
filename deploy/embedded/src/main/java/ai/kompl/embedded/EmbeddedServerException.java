package ai.kompl.embedded;

/**
 * An embedded server could not be started, reached or stopped; the message says what to do about
 * it.
 */
public final class EmbeddedServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as a stable code. */
  public enum Fault {
    /** No server binary is built for this operating system and processor. */
    UNSUPPORTED_PLATFORM,
    /** The binary is not on the class path, or the archive is not what it should be. */
    BINARY_UNUSABLE,
    /** The data were written by another major version. */
    DATA_OF_ANOTHER_VERSION,
    /** Another living process uses the data. */
    DATA_IN_USE,
    /** The account the server runs as cannot enter the data folder. */
    DATA_UNREACHABLE,
    /** The data are there, the generated secret is not. */
    SECRET_LOST,
    /** The port that was asked for belongs to somebody else. */
    PORT_TAKEN,
    /** A server answers, but not with our data. */
    NOT_OURS,
    /** PostgreSQL refuses to run as root and no way to drop the rights was found. */
    CANNOT_DROP_ROOT,
    /** The server ended or did not get ready in time. */
    START_FAILED,
    /** The server did not end in time. */
    STOP_FAILED,
    /** The waiting thread was interrupted. */
    INTERRUPTED,
    /** Reading or writing a file failed. */
    FILE_ACCESS,
    /** What should be copied or read is served by no running server. */
    NOT_RUNNING,
    /** The server broke a physical backup off. */
    BACKUP_FAILED,
    /** A backup or an archived segment of the log is not what was written. */
    BACKUP_DAMAGED,
    /** A segment of the log that a restore needs is not there. */
    WAL_MISSING,
    /** A restore did not reach what was asked for; the data that were there are untouched. */
    RESTORE_FAILED
  }

  private final Fault fault;

  /** An error without a cause in another component. */
  public EmbeddedServerException(Fault fault, String message) {
    super(fault + ": " + message);
    this.fault = fault;
  }

  /** An error caused by another one. */
  public EmbeddedServerException(Fault fault, String message, Throwable cause) {
    super(fault + ": " + message, cause);
    this.fault = fault;
  }

  /** The stable code. */
  public Fault fault() {
    return fault;
  }
}
