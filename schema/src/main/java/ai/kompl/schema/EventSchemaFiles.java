package ai.kompl.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The JSON Schemas of what events say, a file for each type and version. A version that was
 * released is never changed in a way that its readers would notice: a new version takes its place.
 */
public enum EventSchemaFiles {
  /** Those of this version of the product. */
  PRESENT("schema/events/"),
  /** Those of the release before. */
  RELEASED("schema/released/events/");

  private final String folder;

  EventSchemaFiles(String folder) {
    this.folder = folder;
  }

  /**
   * All of them by name, such as {@code regops.control.updated.v1}.
   *
   * @throws IllegalStateException when the index names a file that is not there
   */
  public Map<String, String> read() {
    Map<String, String> files = new LinkedHashMap<>();
    text("index.txt").lines().forEach(name -> files.put(name, text(name + ".json")));
    return files;
  }

  private String text(String name) {
    String resource = folder + name;
    try (InputStream in = EventSchemaFiles.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the schema module lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
