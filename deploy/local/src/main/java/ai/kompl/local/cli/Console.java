package ai.kompl.local.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Where a command speaks to the user: results go to the output, which may be piped, all else to the
 * error stream.
 *
 * @param in what the user answers
 */
public record Console(PrintStream out, PrintStream err, BufferedReader in) {

  /** A line of the result. */
  public void result(String line) {
    out.println(line);
  }

  /** A line about what is going on. */
  public void note(String line) {
    err.println(line);
  }

  /** Asks a question; only a plain yes is one, and the end of the input is a no. */
  boolean confirm(String question) {
    err.print(question + " [y/N] ");
    err.flush();
    try {
      String answer = in.readLine();
      return answer != null
          && (answer.strip().toLowerCase(Locale.ROOT).equals("y")
              || answer.strip().toLowerCase(Locale.ROOT).equals("yes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
