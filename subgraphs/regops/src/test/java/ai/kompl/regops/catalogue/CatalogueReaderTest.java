package ai.kompl.regops.catalogue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.regops.SharedData;
import ai.kompl.regops.framework.CatalogCounts;
import ai.kompl.regops.framework.CatalogFormat;
import ai.kompl.regops.requirement.RequirementKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueReaderTest {

  private static final String MINIMAL =
      """
      {"catalog": {"uuid": "u", "metadata": {"title": "House: rules", "version": "1"},
        "groups": [{"id": "ac", "class": "family", "title": "Access", "controls": [
          {"id": "ac-1", "title": "Doors", "parts": [{"id": "ac-1_smt", "name": "statement", "prose": "Lock {{ insert: param, p1 }}."}],
           "params": [{"id": "p1", "label": "doors"}],
           "links": [{"href": "#%s", "rel": "related"}]},
          {"id": "%s", "title": "Keys", "links": [{"href": "#ac-1_smt", "rel": "incorporated-into"}],
           "props": [{"name": "status", "value": "withdrawn"}]}]}]}}
      """;

  @Test
  void theNistCatalogueHasItsPublishedNumbers() throws IOException {
    var catalogue = sound(SharedData.nist80053(), CatalogFormat.OSCAL_JSON);

    assertThat(catalogue.counts()).isEqualTo(new CatalogCounts(1_189, 1_007, 20, 1_209));
    assertThat(catalogue.about().label()).isEqualTo("5.0.1");
    assertThat(catalogue.roots()).first().extracting(CatalogueNode::ref).isEqualTo("AC");
    assertThat(
            catalogue.nodes().stream().filter(node -> node.kind() == RequirementKind.ENHANCEMENT))
        .hasSize(867);
  }

  @Test
  void statementsAndGuidanceEqualTheNormalizedTextOfThatCatalogue() throws IOException {
    var normalized =
        new ObjectMapper()
            .readTree(SharedData.framework("normalized/nist-sp800-53r5.json").toFile());
    var expected = new HashMap<String, JsonNode>();
    normalized.get("requirements").forEach(node -> expected.put(node.get("ref").asText(), node));

    var catalogue = sound(SharedData.nist80053(), CatalogFormat.OSCAL_JSON);

    var entries =
        catalogue.nodes().stream().filter(node -> node.kind() != RequirementKind.GROUP).toList();
    assertThat(entries).hasSize(expected.size());
    for (CatalogueNode node : entries) {
      JsonNode wanted = requireNonNull(expected.get(node.ref()), node.ref());
      // Two withdrawn controls keep a remark as their statement; the normalized list leaves it out.
      if (node.active()) {
        assertThat(words(node.text())).as(node.ref()).isEqualTo(words(wanted, "statement"));
      }
      assertThat(words(node.guidance())).as(node.ref()).isEqualTo(words(wanted, "guidance"));
      assertThat(node.active()).as(node.ref()).isNotEqualTo(wanted.get("withdrawn").asBoolean());
    }
  }

  @Test
  void aResolvedBaselineKeepsItsObjectivesAndWarnsAboutReferencesOutOfIt() throws IOException {
    var file = SharedData.framework("nist-sp800-53r5-high-baseline-resolved-v5.1.1.oscal.min.json");

    var reading = read(file, CatalogFormat.OSCAL_JSON);

    assertThat(reading).isInstanceOf(CatalogueReading.Sound.class);
    assertThat(reading.problemCount()).isEqualTo(319);
    assertThat(reading.problems())
        .hasSize(100)
        .allSatisfy(p -> assertThat(p.severity()).isEqualTo(Severity.WARNING));
    var catalogue = ((CatalogueReading.Sound) reading).catalogue();
    assertThat(catalogue.counts().active()).isEqualTo(370);
    assertThat(catalogue.nodes())
        .filteredOn(node -> node.ref().equals("AC-2"))
        .singleElement()
        .satisfies(node -> {
          assertThat(node.assessmentObjectives())
              .isNotEmpty()
              .noneMatch(objective -> objective.contains("{{"));
          assertThat(node.text())
              .get()
              .asString()
              .contains("[Assignment: organization-defined time period]");
        });
  }

  @Test
  void theShippedCatalogueIsSound() throws IOException {
    try (InputStream in =
        CatalogueReader.class.getResourceAsStream("/catalogues/iso-27001-2022.json")) {
      assertThat(in).isNotNull();
      var reading = new CatalogueReader(CatalogueLimits.DEFAULT).read(CatalogFormat.NATIVE, in);

      assertThat(reading.problems()).isEmpty();
      assertThat(((CatalogueReading.Sound) reading).catalogue().counts())
          .isEqualTo(new CatalogCounts(93, 93, 4, 97));
    }
  }

  @Test
  void aReferenceToAPartMeansItsControl() throws IOException {
    var reading = readText(MINIMAL.formatted("ac-2", "ac-2"), CatalogFormat.OSCAL_JSON);

    var catalogue = ((CatalogueReading.Sound) reading).catalogue();
    var keys = catalogue.nodes().getLast();
    assertThat(keys.references())
        .singleElement()
        .extracting(CatalogueNode.Reference::targetId)
        .isEqualTo("ac-1");
    assertThat(keys.active()).isFalse();
    assertThat(catalogue.nodes().get(1).text())
        .contains("Lock [Assignment: organization-defined doors].");
  }

  @Test
  void layoutDoesNotChangeTheChecksumButOneWordDoes() throws IOException {
    String text = MINIMAL.formatted("ac-2", "ac-2");

    String checksum = checksum(text);

    assertThat(checksum(text.replace("\n", "").replace(": ", " :   ")))
        .isNotEqualTo(checksum(text.replace("Doors", "Door")));
    assertThat(checksum(new ObjectMapper().readTree(text).toPrettyString())).isEqualTo(checksum);
    assertThat(checksum(text.replace("\"Doors\"", "\"Door\""))).isNotEqualTo(checksum);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "''|CATALOGUE_EMPTY",
        "'   '|CATALOGUE_EMPTY",
        "'<?xml version=\"1.0\"?><catalog/>'|CATALOGUE_NOT_JSON",
        "'{\"catalog\": {\"metadata\": nonsense}}'|CATALOGUE_NOT_JSON",
        "'{\"catalog\": {\"uuid\": \"u\", \"uuid\": \"v\"}}'|CATALOGUE_NOT_JSON",
        "'[]'|CATALOGUE_NOT_OSCAL",
        "'\"text\"'|CATALOGUE_NOT_OSCAL",
        "'{\"plan-of-action-and-milestones\": {}}'|CATALOGUE_NOT_OSCAL",
        "'{\"catalog\": []}'|CATALOGUE_NOT_OSCAL",
        "'{\"catalog\": {\"metadata\": {\"title\": \"x\"'|CATALOGUE_TRUNCATED",
        "'{\"catalog\": {}}'|CATALOGUE_FIELD_MISSING",
        "'{\"catalog\": {\"metadata\": {\"title\": 7, \"version\": \"1\"}}}'|CATALOGUE_FIELD_INVALID",
      })
  void aFileThatIsNoCatalogueIsRefusedWithItsReason(String text, ProblemCode code)
      throws IOException {
    var reading = readText(text, CatalogFormat.OSCAL_JSON);

    assertThat(reading).isInstanceOf(CatalogueReading.Refused.class);
    assertThat(reading.problems()).extracting(CatalogueProblem::code).contains(code);
  }

  @Test
  void anOscalDocumentOfAnotherKindIsNamed() throws IOException {
    var reading = read(SharedData.framework("oscal-example-poam.json"), CatalogFormat.OSCAL_JSON);

    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).contains("plan-of-action-and-milestones"));
  }

  @Test
  void aDuplicateIdIsReportedWithBothPlaces() throws IOException {
    var reading = readText(MINIMAL.formatted("ac-1", "ac-1"), CatalogFormat.OSCAL_JSON);

    assertThat(reading).isInstanceOf(CatalogueReading.Refused.class);
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(ProblemCode.CATALOGUE_DUPLICATE_ID);
          assertThat(problem.place()).isEqualTo(Place.at("/catalog/groups/0/controls/1", 6));
          assertThat(problem.message()).contains("'ac-1'", "/catalog/groups/0/controls/0 (line 3)");
        });
  }

  @Test
  void aReferenceToAControlThatDoesNotExistIsReportedWithItsPlace() throws IOException {
    var reading = readText(MINIMAL.formatted("ac-99", "ac-2"), CatalogFormat.OSCAL_JSON);

    assertThat(reading).isInstanceOf(CatalogueReading.Refused.class);
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(ProblemCode.CATALOGUE_UNKNOWN_REFERENCE);
          assertThat(problem.place().path()).contains("/catalog/groups/0/controls/0/links/0");
          assertThat(problem.place().line()).contains(5);
          assertThat(problem.message()).contains("ac-99");
        });
  }

  @Test
  void everyPrefixOfARealFileIsRefusedAsTruncated() throws IOException {
    byte[] file = Files.readAllBytes(SharedData.nist80053());

    for (int length : new int[] {1, 10, 999, 100_000, file.length / 2, file.length - 1}) {
      var in = new ByteArrayInputStream(file, 0, length);
      var reading = new CatalogueReader(CatalogueLimits.DEFAULT).read(CatalogFormat.OSCAL_JSON, in);
      assertThat(reading).isInstanceOf(CatalogueReading.Refused.class);
      assertThat(reading.problems())
          .extracting(CatalogueProblem::code)
          .contains(ProblemCode.CATALOGUE_TRUNCATED);
    }
  }

  @Test
  void aFileOfTwoHundredMegabytesIsRefusedWithoutReadingItToTheEnd() throws IOException {
    var endless = new EndlessCatalogue(200L << 20);

    var reading =
        new CatalogueReader(CatalogueLimits.DEFAULT).read(CatalogFormat.OSCAL_JSON, endless);

    assertThat(reading.problems())
        .extracting(CatalogueProblem::code)
        .containsExactly(ProblemCode.CATALOGUE_TOO_LARGE);
    assertThat(endless.given).isLessThan(65L << 20);
  }

  @Test
  void aFileNestedTooDeepIsRefused() throws IOException {
    String text = "{\"catalog\": " + "{\"x\":".repeat(200) + "1" + "}".repeat(201);

    var reading = readText(text, CatalogFormat.OSCAL_JSON);

    assertThat(reading.problems())
        .extracting(CatalogueProblem::code)
        .containsExactly(ProblemCode.CATALOGUE_TOO_DEEP);
  }

  @Test
  void aTextOverTheLimitIsRefused() throws IOException {
    String text = MINIMAL.formatted("ac-2", "ac-2").replace("Doors", "d".repeat(300_000));

    var reading = readText(text, CatalogFormat.OSCAL_JSON);

    assertThat(reading.problems())
        .extracting(CatalogueProblem::code)
        .containsExactly(ProblemCode.CATALOGUE_TEXT_TOO_LONG);
  }

  @Test
  void parametersThatInsertEachOtherDoNotBlowUp() throws IOException {
    var params = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      params.append(
          "{\"id\": \"p%d\", \"values\": [\"%s\"]},"
              .formatted(i, "{{ insert: param, p%d }}".formatted(i + 1).repeat(20)));
    }
    String text =
        """
        {"catalog": {"metadata": {"title": "t", "version": "1"}, "controls": [{"id": "a", "title": "A",
          "params": [%s {"id": "p7", "label": "{{ p7 }}"}],
          "parts": [{"name": "statement", "prose": "{{ insert: param, p0 }}"}]}]}}
        """
            .formatted(params);

    var reading = readText(text, CatalogFormat.OSCAL_JSON);

    assertThat(reading.problems())
        .extracting(CatalogueProblem::code)
        .contains(ProblemCode.CATALOGUE_TEXT_TOO_LONG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ref\": \"a\", \"title\": \"A\", \"parent\": \"z\"}|CATALOGUE_UNKNOWN_REFERENCE",
        "{\"ref\": \"a\", \"title\": \"A\", \"parent\": \"a\"}|CATALOGUE_PARENT_CYCLE",
        "{\"ref\": \"a\", \"title\": \"A\"}, {\"ref\": \"a\", \"title\": \"B\"}|CATALOGUE_DUPLICATE_ID",
        "{\"ref\": \"a\", \"title\": \"A\", \"references\": [{\"ref\": \"z\"}]}|CATALOGUE_UNKNOWN_REFERENCE",
        "{\"ref\": \"a\"}|CATALOGUE_FIELD_MISSING",
        "{\"title\": \"a\"}|CATALOGUE_FIELD_MISSING",
        "{\"ref\": \"a\", \"title\": \"A\", \"weight\": -1}|CATALOGUE_FIELD_INVALID",
        "{\"ref\": \"a\", \"title\": \"A\", \"kind\": \"LAW\"}|CATALOGUE_FIELD_INVALID",
        "{\"ref\": \"a\", \"title\": \"A\", \"kind\": \"GROUP\"}|CATALOGUE_NO_REQUIREMENTS",
        "7|CATALOGUE_FIELD_INVALID",
      })
  void aWrongRequirementOfOurOwnFormatIsReported(String requirements, ProblemCode code)
      throws IOException {
    var reading = readText(nativeCatalogue(requirements), CatalogFormat.NATIVE);

    assertThat(reading).isInstanceOf(CatalogueReading.Refused.class);
    assertThat(reading.problems()).extracting(CatalogueProblem::code).contains(code);
  }

  @Test
  void aFileOfTheOtherFormatIsNamedAsSuch() throws IOException {
    var oscalAsNative = readText(MINIMAL.formatted("ac-2", "ac-2"), CatalogFormat.NATIVE);
    var nativeAsOscal =
        readText(nativeCatalogue("{\"ref\": \"a\", \"title\": \"A\"}"), CatalogFormat.OSCAL_JSON);

    assertThat(oscalAsNative.problems())
        .extracting(CatalogueProblem::code)
        .contains(ProblemCode.CATALOGUE_NOT_NATIVE);
    assertThat(nativeAsOscal.problems())
        .extracting(CatalogueProblem::code)
        .containsExactly(ProblemCode.CATALOGUE_NOT_OSCAL);
  }

  private static String nativeCatalogue(String requirements) {
    return """
    {"format": "kompl-catalogue/1", "framework": {"refCode": "H", "name": "House"}, "version": {"label": "1"},
     "requirements": [%s]}
    """
        .formatted(requirements);
  }

  private static String words(Optional<String> text) {
    return text.orElse("").replaceAll("\\s+", " ").replace(" ]", "]").strip();
  }

  private static String words(JsonNode node, String field) {
    return words(Optional.ofNullable(node.get(field)).map(JsonNode::asText));
  }

  private static String checksum(String text) throws IOException {
    return ((CatalogueReading.Sound) readText(text, CatalogFormat.OSCAL_JSON))
        .catalogue()
        .checksum();
  }

  private static Catalogue sound(Path file, CatalogFormat format) throws IOException {
    var reading = read(file, format);
    assertThat(reading.problems()).isEmpty();
    return ((CatalogueReading.Sound) reading).catalogue();
  }

  private static CatalogueReading read(Path file, CatalogFormat format) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new CatalogueReader(CatalogueLimits.DEFAULT).read(format, in);
    }
  }

  private static CatalogueReading readText(String text, CatalogFormat format) throws IOException {
    var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return new CatalogueReader(CatalogueLimits.DEFAULT).read(format, in);
  }

  /** A catalogue whose back matter goes on and on. */
  private static final class EndlessCatalogue extends InputStream {
    private static final byte[] HEAD =
        "{\"catalog\": {\"metadata\": {\"title\": \"t\", \"version\": \"1\"}, \"back-matter\": ["
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] BODY =
        "{\"uuid\": \"0123456789\"},\n".getBytes(StandardCharsets.UTF_8);

    private final long length;
    private long given;

    EndlessCatalogue(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] buffer, int offset, int count) {
      int some = (int) Math.min(count, length - given);
      for (int i = 0; i < some; i++, given++) {
        buffer[offset + i] =
            given < HEAD.length
                ? HEAD[(int) given]
                : BODY[(int) ((given - HEAD.length) % BODY.length)];
      }
      return some == 0 ? -1 : some;
    }
  }
}
