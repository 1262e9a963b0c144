package ai.kompl.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads a subgraph's schema text from its resources. */
public final class SdlFile {

  private SdlFile() {}

  /**
   * The schema of a subgraph, kept at {@code schema/<name>.graphqls}.
   *
   * @param subgraph a class of the subgraph, whose module holds the file
   * @throws IllegalStateException when there is no such file
   */
  public static String read(Class<?> subgraph, String name) {
    String resource = "/schema/" + name + ".graphqls";
    try (InputStream in = subgraph.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
