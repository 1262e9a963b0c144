package ai.kompl.regops.imports;

/** How far an import is. */
public enum ImportState {
  QUEUED(false),
  CHECKING(false),
  WRITING(false),
  SUCCEEDED(true),
  UNCHANGED(true),
  VALIDATED(true),
  REJECTED(true),
  FAILED(true);

  private final boolean last;

  ImportState(boolean last) {
    this.last = last;
  }

  /** Whether nothing follows. */
  public boolean last() {
    return last;
  }
}
