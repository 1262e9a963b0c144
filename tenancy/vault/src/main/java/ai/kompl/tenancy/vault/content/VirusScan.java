package ai.kompl.tenancy.vault.content;

import java.util.Optional;

/** A scanner for malware. Content passes through it while it is being stored. */
public interface VirusScan {
  /** The scanner's name; empty when nothing is scanned, which is then said wherever it matters. */
  Optional<String> engine();

  /**
   * Begins with a file.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the scanner does not answer
   */
  Passage begin();

  /** One file on its way through; closing it early gives up. */
  interface Passage extends AutoCloseable {
    /**
     * Takes the next part.
     *
     * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the scanner does not answer
     */
    void take(byte[] part);

    /**
     * Ends the file.
     *
     * @return the name of what was found
     * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the scanner gives no
     *     verdict
     */
    Optional<String> finding();

    @Override
    void close();
  }

  /** Scans nothing, and says so by having no name. */
  static VirusScan none() {
    return new VirusScan() {
      @Override
      public Optional<String> engine() {
        return Optional.empty();
      }

      @Override
      public Passage begin() {
        return Unscanned.PASSAGE;
      }
    };
  }

  /** The way past no scanner. */
  enum Unscanned implements Passage {
    PASSAGE;

    @Override
    public void take(byte[] part) {}

    @Override
    public Optional<String> finding() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
