package ai.kompl.regops.catalogue;

import ai.kompl.regops.framework.FrameworkCategory;
import ai.kompl.regops.framework.LicenceTerms;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** The metadata of an OSCAL document: what it is called, which version it is, who made it. */
final class OscalMetadata {

  private static final String SOURCE_PROFILE = "source-profile";
  private static final String RESOLUTION_TOOL = "resolution-tool";
  private static final int MAX_REF_CODE = 60;

  private final ProblemLog problems;
  private Place place = Place.FILE;
  private boolean seen;
  private boolean excerpt;
  private String title = "";
  private String version = "";
  private String modified = "";
  private String published = "";
  private Optional<String> publisher = Optional.empty();
  private Optional<String> source = Optional.empty();

  OscalMetadata(ProblemLog problems) {
    this.problems = problems;
  }

  void read(JsonCursor json) throws IOException {
    seen = true;
    place = json.place();
    json.object(field -> field(json, field));
  }

  /** Whether the document is a resolved profile, that is a selection from a larger catalogue. */
  boolean excerpt() {
    return excerpt;
  }

  /** What the document says about itself; empty, with problems logged, when that is not enough. */
  Optional<CatalogueAbout> about() {
    if (!seen) {
      missing("catalog.metadata");
      return Optional.empty();
    }
    if (title.isBlank()) {
      missing("catalog.metadata.title");
    }
    if (version.isBlank()) {
      missing("catalog.metadata.version");
    }
    if (title.isBlank() || version.isBlank()) {
      return Optional.empty();
    }
    var about =
        new CatalogueAbout(
            refCode(),
            title,
            publisher,
            Optional.empty(),
            FrameworkCategory.OTHER,
            LicenceTerms.UNKNOWN,
            version,
            title,
            date(),
            Optional.empty(),
            source);
    return Optional.of(about);
  }

  private void missing(String field) {
    problems.error(
        ProblemCode.CATALOGUE_FIELD_MISSING,
        "The field '" + field + "' is missing; OSCAL requires it.",
        place);
  }

  private void field(JsonCursor json, String field) throws IOException {
    switch (field) {
      case "title" -> title = json.text().orElse("").strip();
      case "version" -> version = json.text().orElse("").strip();
      case "published" -> published = json.text().orElse("");
      case "last-modified" -> modified = json.text().orElse("");
      case "parties" -> json.array(() -> json.object(name -> party(json, name)));
      case "links" -> json.array(() -> link(json));
      case "props" -> json.array(() -> excerpt |= OscalProperty.read(json).is(RESOLUTION_TOOL));
      default -> json.skip();
    }
  }

  private void party(JsonCursor json, String field) throws IOException {
    if (field.equals("name") && publisher.isEmpty()) {
      publisher = json.text();
    } else {
      json.skip();
    }
  }

  private void link(JsonCursor json) throws IOException {
    var fields = OscalProperty.texts(json);
    String relation = fields.getOrDefault("rel", "");
    String href = fields.getOrDefault("href", "");
    excerpt |= relation.equals(SOURCE_PROFILE);
    if (relation.equals("canonical") && href.startsWith("https://")) {
      source = Optional.of(href);
    }
  }

  /**
   * OSCAL has no short code: the part of the title before its colon serves until the importer gives
   * a better one.
   */
  private String refCode() {
    String head = title.contains(":") ? title.substring(0, title.indexOf(':')) : title;
    String code =
        head.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9.]+", "-").replaceAll("^-|-$", "");
    String cut = code.length() > MAX_REF_CODE ? code.substring(0, MAX_REF_CODE) : code;
    return cut.isEmpty() ? "CATALOGUE" : cut;
  }

  private Optional<LocalDate> date() {
    String text = published.isEmpty() ? modified : published;
    try {
      return text.length() < 10
          ? Optional.empty()
          : Optional.of(LocalDate.parse(text.substring(0, 10)));
    } catch (DateTimeParseException e) {
      problems.warn(
          ProblemCode.CATALOGUE_FIELD_INVALID,
          "The date '" + text + "' cannot be read and is left out.",
          place);
      return Optional.empty();
    }
  }
}
