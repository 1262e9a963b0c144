package ai.kompl.regops.catalogue;

/** How bad a problem of a catalogue is. */
public enum Severity {
  /** Forbids the import. */
  ERROR,
  /** Does not forbid the import; says what was left out. */
  WARNING
}
