package ai.kompl.tenancy.vault.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/** Finds the one file that all scanners find, the harmless test file of EICAR. */
public final class EicarScan implements VirusScan {
  /** In two halves, so that no scanner takes this source for the file. */
  public static final String EICAR =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

  @Override
  public Optional<String> engine() {
    return Optional.of("eicar");
  }

  @Override
  public Passage begin() {
    var seen = new StringBuilder();
    return new Passage() {
      @Override
      public void take(byte[] part) {
        seen.append(new String(part, ISO_8859_1));
      }

      @Override
      public Optional<String> finding() {
        return seen.indexOf(EICAR) >= 0 ? Optional.of("Eicar-Test") : Optional.empty();
      }

      @Override
      public void close() {}
    };
  }
}
