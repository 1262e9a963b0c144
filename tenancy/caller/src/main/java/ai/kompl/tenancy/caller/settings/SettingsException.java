package ai.kompl.tenancy.caller.settings;

import java.io.Serial;
import java.util.List;

/** A configuration that cannot be used; the message names every fault and what to do about it. */
public final class SettingsException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With all faults found. */
  public SettingsException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults));
  }

  /** With a cause. */
  public SettingsException(String fault, Throwable cause) {
    super(fault, cause);
  }
}
