package ai.kompl.regops.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.regops.Answer;
import ai.kompl.regops.Catalogues;
import ai.kompl.regops.RegopsPlatform;
import ai.kompl.regops.SharedData;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.vault.UploadId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportTest {

  private final RegopsPlatform platform = RegopsPlatform.open();
  private final Catalogues catalogues = new Catalogues(platform);

  @BeforeAll
  void start() {
    platform.startWorker();
  }

  @AfterAll
  void stop() {
    platform.close();
  }

  @Test
  void theNistCatalogueIsInPlaceInTenSecondsAndImportingItAgainChangesNothing() throws IOException {
    Caller ana = platform.newTenant("nist");
    byte[] file = Files.readAllBytes(SharedData.nist80053());

    long start = System.nanoTime();
    Answer first = catalogues.run(ana, file, "OSCAL_JSON");
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Answer second = catalogues.run(ana, file, "OSCAL_JSON");

    assertThat(first.text("/importJob/state")).isEqualTo("SUCCEEDED");
    assertThat(first.data().at("/importJob/counts").toString())
        .isEqualTo("{\"entries\":1189,\"active\":1007,\"withdrawn\":182,\"families\":20}");
    assertThat(took).isLessThan(Duration.ofSeconds(10));
    assertThat(second.text("/importJob/state")).isEqualTo("UNCHANGED");
    assertThat(second.text("/importJob/frameworkVersion/id"))
        .isEqualTo(first.text("/importJob/frameworkVersion/id"));
    Answer read = requirements(ana, first.text("/importJob/frameworkVersion/id"));
    assertThat(read.number("/active/base/totalCount") + read.number("/active/more/totalCount"))
        .isEqualTo(1007);
    assertThat(read.number("/families/totalCount")).isEqualTo(20);
  }

  private Answer requirements(Caller caller, String versionId) {
    return platform.answer(
        caller,
        """
        query Counts($id: ID!) {
          families: requirements(frameworkVersionId: $id, filter: {level: 0}) { totalCount }
          active: frameworkVersion(id: $id) { base: requirements(filter: {active: true, kind: REQUIREMENT}) { totalCount }
            more: requirements(filter: {active: true, kind: ENHANCEMENT}) { totalCount } }
        }
        """,
        Map.of("id", versionId));
  }

  @Test
  void anImportTellsItsProgressAndItsEnd() {
    Caller ana = platform.newTenant("progress");

    Answer job = catalogues.run(ana, bytes(Catalogues.small("HOUSE", "1")), "NATIVE");

    assertThat(job.text("/importJob/state")).isEqualTo("SUCCEEDED");
    assertThat(job.number("/importJob/percent")).isEqualTo(100);
    assertThat(job.number("/importJob/processed")).isEqualTo(6);
    assertThat(job.text("/importJob/frameworkVersion/framework/currentVersion/id"))
        .isEqualTo(job.text("/importJob/frameworkVersion/id"));
    assertThat(told(ana))
        .containsSubsequence("QUEUED 0", "CHECKING 0", "WRITING 0", "WRITING 6", "SUCCEEDED 6");
  }

  private List<String> told(Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx ->
                tx.query(
                    "select (payload::json ->> 'state') || ' ' || (payload::json ->> 'processed') told from private.outbox"
                        + " where type = 'regops.import-job.progressed' order by sequence",
                    row -> row.string("told")));
  }

  @Test
  void anotherLayoutOfTheSameCatalogueIsTheSame() {
    Caller ana = platform.newTenant("layout");
    String catalogue = Catalogues.small("HOUSE", "1");

    Answer first = catalogues.run(ana, bytes(catalogue), "NATIVE");
    Answer second = catalogues.run(ana, bytes(catalogue.replace("\n", " ")), "NATIVE");

    assertThat(first.text("/importJob/state")).isEqualTo("SUCCEEDED");
    assertThat(second.text("/importJob/state")).isEqualTo("UNCHANGED");
  }

  @Test
  void aVersionNeverChangesOnceItIsThere() {
    Caller ana = platform.newTenant("immutable");
    catalogues.run(ana, bytes(Catalogues.small("HOUSE", "1")), "NATIVE");

    Answer other =
        catalogues.run(
            ana, bytes(Catalogues.small("HOUSE", "1").replace("Lock", "Bolt")), "NATIVE");
    Answer next =
        catalogues.run(
            ana, bytes(Catalogues.small("house", "2").replace("Lock", "Bolt")), "NATIVE");

    assertThat(other.text("/importJob/state")).isEqualTo("REJECTED");
    assertThat(other.text("/importJob/problems/0/code")).isEqualTo("CATALOGUE_VERSION_EXISTS");
    assertThat(next.text("/importJob/state")).isEqualTo("SUCCEEDED");
    assertThat(next.text("/importJob/frameworkVersion/framework/refCode")).isEqualTo("HOUSE");
  }

  @Test
  void aBadCatalogueIsRejectedWithItsReasonAndLeavesNothing() {
    Caller ana = platform.newTenant("bad");
    String good = Catalogues.small("HOUSE", "1");

    Map<String, String> bad =
        Map.of(
            "",
            "CATALOGUE_EMPTY",
            "%PDF-1.7",
            "CATALOGUE_NOT_JSON",
            good.substring(0, good.length() / 2),
            "CATALOGUE_TRUNCATED",
            good.replace("H2.1\"}]", "H9.9\"}]"),
            "CATALOGUE_UNKNOWN_REFERENCE",
            good.replace("\"ref\": \"H1.2\"", "\"ref\": \"H1.1\""),
            "CATALOGUE_DUPLICATE_ID");

    bad.forEach((content, code) -> {
      Answer job = catalogues.run(ana, bytes(content), "NATIVE");
      assertThat(job.text("/importJob/state")).as(code).isEqualTo("REJECTED");
      assertThat(job.text("/importJob/problems/0/code")).isEqualTo(code);
    });
    Answer notOscal = catalogues.run(ana, bytes(good), "OSCAL_JSON");
    assertThat(notOscal.text("/importJob/problems/0/code")).isEqualTo("CATALOGUE_NOT_OSCAL");
    assertThat(frameworks(ana)).isZero();
  }

  @Test
  void aDryRunChangesNothing() {
    Caller ana = platform.newTenant("dry");
    String upload = platform.files().keep(ana.tenant(), bytes(Catalogues.small("HOUSE", "1")));

    Answer ordered = catalogues.order(ana, upload, "NATIVE", Map.of("dryRun", true));

    String id = ordered.text("/importFrameworkCatalog/importJob/id");
    assertThat(
            RegopsPlatform.eventually(
                () -> catalogues.state(ana, id).text("/importJob/state").equals("VALIDATED")))
        .isTrue();
    assertThat(catalogues.state(ana, id).number("/importJob/counts/entries")).isEqualTo(4);
    assertThat(frameworks(ana)).isZero();
  }

  @Test
  void whatTheImporterSaysWinsOverTheFile() {
    Caller ana = platform.newTenant("details");
    String upload = platform.files().keep(ana.tenant(), bytes(Catalogues.small("HOUSE", "1")));

    Answer ordered =
        catalogues.order(ana, upload, "NATIVE", Map.of("framework", Map.of("refCode", "MINE")));

    String id = ordered.text("/importFrameworkCatalog/importJob/id");
    assertThat(
            RegopsPlatform.eventually(
                () -> catalogues.state(ana, id).data().at("/importJob/finished").asBoolean()))
        .isTrue();
    assertThat(catalogues.state(ana, id).text("/importJob/frameworkVersion/framework/refCode"))
        .isEqualTo("MINE");
  }

  @Test
  void twoImportsOfTheSameCatalogueAtOnceMakeItOnce() {
    Caller ana = platform.newTenant("twice");
    String upload = platform.files().keep(ana.tenant(), bytes(Catalogues.small("HOUSE", "1")));

    var ids =
        Stream.of(1, 2)
            .map(_ ->
                catalogues
                    .order(ana, upload, "NATIVE", Map.of())
                    .text("/importFrameworkCatalog/importJob/id"))
            .toList();

    assertThat(
            RegopsPlatform.eventually(() ->
                ids.stream()
                    .allMatch(id ->
                        catalogues.state(ana, id).data().at("/importJob/finished").asBoolean())))
        .isTrue();
    assertThat(ids.stream().map(id -> catalogues.state(ana, id).text("/importJob/state")))
        .containsExactlyInAnyOrder("SUCCEEDED", "UNCHANGED");
    assertThat(frameworks(ana)).isEqualTo(1);
  }

  @Test
  void anUploadOfAnotherTenantOrOfNobodyIsNotFound() {
    Caller ana = platform.newTenant("ana");
    Caller eve = platform.newTenant("eve");
    String anas = platform.files().keep(ana.tenant(), bytes(Catalogues.small("HOUSE", "1")));

    Answer stolen = catalogues.order(eve, anas, "NATIVE", Map.of());
    Answer malformed = catalogues.order(eve, "upload_x", "NATIVE", Map.of());
    String hash = UploadId.parse(ana.tenant(), anas).orElseThrow().sha256();
    Answer sameHash =
        catalogues.order(eve, UploadId.of(eve.tenant(), hash).toString(), "NATIVE", Map.of());

    assertThat(stolen.text("/importFrameworkCatalog/userErrors/0/code")).isEqualTo("NOT_FOUND");
    assertThat(malformed.text("/importFrameworkCatalog/userErrors/0/code")).isEqualTo("NOT_FOUND");
    String id = sameHash.text("/importFrameworkCatalog/importJob/id");
    assertThat(
            RegopsPlatform.eventually(
                () -> catalogues.state(eve, id).text("/importJob/state").equals("REJECTED")))
        .isTrue();
    assertThat(catalogues.state(eve, id).text("/importJob/problems/0/code"))
        .isEqualTo("CATALOGUE_FILE_MISSING");
  }

  @Test
  void theSameKeyAnswersWithTheFirstJob() {
    Caller ana = platform.newTenant("repeat");
    String upload = platform.files().keep(ana.tenant(), bytes(Catalogues.small("HOUSE", "1")));
    Map<String, Object> key = Map.of("idempotencyKey", "k1");

    Answer first = catalogues.order(ana, upload, "NATIVE", key);
    Answer again = catalogues.order(ana, upload, "NATIVE", key);
    Answer other = catalogues.order(ana, upload, "OSCAL_JSON", key);

    assertThat(again.text("/importFrameworkCatalog/importJob/id"))
        .isEqualTo(first.text("/importFrameworkCatalog/importJob/id"));
    assertThat(other.text("/importFrameworkCatalog/userErrors/0/code")).isEqualTo("CONFLICT");
  }

  private int frameworks(Caller caller) {
    return platform
        .answer(caller, "{ frameworks { totalCount } }", Map.of())
        .number("/frameworks/totalCount");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
