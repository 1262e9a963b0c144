package ai.kompl.regops.catalogue;

import ai.kompl.regops.framework.CatalogFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a catalogue file of either format. Never more of it is held than the texts that are kept.
 */
public final class CatalogueReader {

  private final CatalogueLimits limits;

  public CatalogueReader(CatalogueLimits limits) {
    this.limits = limits;
  }

  /**
   * A format's part of the work: from the first value of the file to a catalogue; empty when it had
   * to give up.
   */
  interface Format {
    Optional<Catalogue> read(JsonCursor cursor) throws IOException;
  }

  /**
   * Reads the whole stream and leaves it open.
   *
   * @throws IOException when the stream itself fails; a file that is wrong is not an exception but
   *     a refused reading
   */
  public CatalogueReading read(CatalogFormat format, InputStream in) throws IOException {
    var problems = new ProblemLog();
    var reader =
        switch (format) {
          case OSCAL_JSON -> new OscalFormat(problems, limits);
          case NATIVE -> new NativeFormat(problems, limits);
        };
    Optional<Catalogue> catalogue = guarded(reader, new SizeGuard(in, limits.maxBytes()), problems);
    if (catalogue.isEmpty() || problems.refused()) {
      return new CatalogueReading.Refused(problems.problems(), problems.count());
    }
    return new CatalogueReading.Sound(catalogue.get(), problems.problems(), problems.count());
  }

  private Optional<Catalogue> guarded(Format format, InputStream in, ProblemLog problems)
      throws IOException {
    try (var cursor = new JsonCursor(in, limits, problems)) {
      return parsed(format, cursor, problems);
    } catch (SizeGuard.TooLarge e) {
      problems.error(
          ProblemCode.CATALOGUE_TOO_LARGE,
          "The file is larger than the limit of "
              + limits.maxBytes()
              + " bytes. Leave out what is not needed or split it.",
          Place.FILE);
    } catch (CharConversionException e) {
      problems.error(
          ProblemCode.CATALOGUE_NOT_JSON,
          "The file is not text in UTF-8. Send JSON in UTF-8.",
          Place.FILE);
    }
    return Optional.empty();
  }

  private Optional<Catalogue> parsed(Format format, JsonCursor cursor, ProblemLog problems)
      throws IOException {
    try {
      if (!cursor.begin()) {
        problems.error(
            ProblemCode.CATALOGUE_EMPTY, "The file is empty. Send a catalogue.", Place.FILE);
        return Optional.empty();
      }
      return format.read(cursor);
    } catch (JsonEOFException e) {
      problems.error(
          ProblemCode.CATALOGUE_TRUNCATED,
          "The file ends in the middle of the catalogue. Send all of it.",
          cursor.stop());
    } catch (StreamConstraintsException e) {
      constraint(cursor, problems);
    } catch (JsonProcessingException e) {
      problems.error(
          ProblemCode.CATALOGUE_NOT_JSON,
          "The file is not JSON from here on (line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ").",
          cursor.stop());
    }
    return Optional.empty();
  }

  private void constraint(JsonCursor cursor, ProblemLog problems) {
    if (cursor.depth() >= limits.maxDepth()) {
      problems.error(
          ProblemCode.CATALOGUE_TOO_DEEP,
          "The file is nested deeper than " + limits.maxDepth() + " levels.",
          cursor.stop());
    } else {
      problems.error(
          ProblemCode.CATALOGUE_TEXT_TOO_LONG,
          "A text, name or number here is longer than allowed; a text may have "
              + limits.maxTextLength()
              + " characters.",
          cursor.stop());
    }
  }
}
