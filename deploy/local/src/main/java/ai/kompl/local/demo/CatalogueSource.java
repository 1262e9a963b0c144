package ai.kompl.local.demo;

import ai.kompl.local.client.ClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The catalogue that the demo imports: its name for people, its format as the API calls it, and the
 * file's bytes.
 */
public final class CatalogueSource {
  private static final String SHIPPED = "catalogues/iso-27001-2022.json";

  private final String name;
  private final String format;
  private final byte[] content;

  private CatalogueSource(String name, String format, byte[] content) {
    this.name = name;
    this.format = format;
    this.content = content;
  }

  /** A catalogue made in memory. */
  public static CatalogueSource of(String name, String format, byte[] content) {
    return new CatalogueSource(name, format, content.clone());
  }

  /** For people. */
  public String name() {
    return name;
  }

  /** As the API's {@code CatalogFormat} calls it. */
  public String format() {
    return format;
  }

  /** A copy of the file's bytes. */
  public byte[] content() {
    return content.clone();
  }

  /** The catalogue that comes with the product, in our own words. */
  public static CatalogueSource shipped() {
    try (InputStream in = CatalogueSource.class.getClassLoader().getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException("the product was packed without " + SHIPPED);
      }
      return new CatalogueSource("the shipped catalogue", "NATIVE", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A catalogue of the user. Ours say so in their first lines; anything else is sent as OSCAL and
   * judged by the importer.
   *
   * @throws ClientException when the file cannot be read
   */
  public static CatalogueSource file(Path path) {
    try {
      byte[] content = Files.readAllBytes(path);
      var head = new String(content, 0, Math.min(content.length, 400), StandardCharsets.UTF_8);
      String format = head.contains("kompl-catalogue/") ? "NATIVE" : "OSCAL_JSON";
      return new CatalogueSource(path.getFileName().toString(), format, content);
    } catch (NoSuchFileException e) {
      throw new ClientException("there is no catalogue file " + path, e);
    } catch (IOException e) {
      throw new ClientException("cannot read the catalogue " + path + ": " + e.getMessage(), e);
    }
  }
}
