package ai.kompl.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts of the contract, read from this module's resources. */
public enum SchemaText {
  /** Definitions of the platform's own directives, {@code @public} and {@code @onEvent}. */
  PLATFORM_DIRECTIVES("schema/platform.graphqls"),
  /** The supergraph composed from all subgraphs, in the join specification's form. */
  SUPERGRAPH("schema/supergraph.graphqls"),
  /** The schema that clients see. */
  API("schema/api.graphqls"),
  /** The public schema as last released; a breaking difference from it must be declared. */
  RELEASED_API("schema/released/api.graphqls");

  private final String resource;

  SchemaText(String resource) {
    this.resource = resource;
  }

  /** The class-path name of the text. */
  public String resource() {
    return resource;
  }

  /**
   * Reads the text.
   *
   * @return SDL in UTF-8, never empty
   * @throws IllegalStateException when the module was packed without it
   */
  public String read() {
    try (InputStream in = SchemaText.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the schema module lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
