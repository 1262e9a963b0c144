package ai.kompl.tenancy.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.TestObjectStorage;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.vault.ObjectStoreSettings;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.Upload;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a real object storage and their records in a real database. */
class StoredObjectsTest {
  private static final Duration GRACE = Duration.ofHours(1);

  private static TestPlatform platform;
  private static Caller ana;
  private static Caller gita;
  private static S3ObjectStore objects;

  @TempDir static Path folder;
  private final DocumentVersions versions = new DocumentVersions(InstantSource.system());

  @BeforeAll
  static void open() throws IOException {
    platform = TestPlatform.open();
    ana = TestPlatform.user(platform.provision("files-north"));
    gita = TestPlatform.user(platform.provision("files-south"));
    var random = new SecureRandom();
    var keys =
        new TenantKeys(
            platform.data().keyStore(),
            MasterKeyFile.openOrCreate(folder.resolve("key"), random),
            InstantSource.system(),
            random,
            TenantKeys.LONGEST);
    var server = TestObjectStorage.shared().server();
    var settings =
        new ObjectStoreSettings(
            server.endpoint(),
            "us-east-1",
            TestObjectStorage.shared().createBucket(),
            new ObjectStoreSettings.Credentials(server.accessKey(), server.secret()),
            folder.resolve("spool"));
    objects = S3ObjectStore.open(settings, keys, random);
    // The storage tells times in whole seconds, and these tests begin within the same one.
    platform.tamper("update private.stored_objects_begin set at = now() - interval '1 hour'");
  }

  @AfterAll
  static void close() {
    objects.close();
    platform.close();
  }

  @Test
  void onlyFilesWithoutARecordAreSweptAndOnlyWhenTheyAreOld() throws IOException {
    Upload orphan = put(ana, "orphan of the sweep");
    Upload recorded = put(ana, "recorded before the sweep");
    Upload foreign = put(gita, "orphan of another tenant");
    records().record(ana, recorded);

    assertThat(records().sweep(ana.tenant(), GRACE)).as("still young").isZero();
    assertThat(later().sweep(ana.tenant(), GRACE)).isEqualTo(1);

    assertThat(holds(ana, orphan)).isFalse();
    assertThat(holds(ana, recorded)).isTrue();
    assertThat(holds(gita, foreign)).isTrue();
    assertThat(later().sweep(ana.tenant(), GRACE)).as("again").isZero();
    assertThat(later().sweep(gita.tenant(), GRACE)).isEqualTo(1);
  }

  @Test
  void whatWasStoredBeforeAnybodyCountedIsCountedOnce() throws IOException {
    Caller old = TestPlatform.user(platform.provision("files-old"));
    records().record(old, put(old, "twelve bytes"));
    records().record(old, put(old, "eight!!!"));
    platform.tamper("delete from private.quota_use where tenant = '" + old.tenant() + "'");

    platform.run("/db/tenancy/platform/V014__storage_counted.sql");

    assertThat(storage(old)).isEqualTo(20);
    records().record(old, put(old, "one more"));
    assertThat(storage(old)).isEqualTo(28);
    platform.run("/db/tenancy/platform/V014__storage_counted.sql");
    assertThat(storage(old)).as("counted again").isEqualTo(28);
  }

  private static long storage(Caller caller) {
    return platform.data().tenantDatabase().read(caller, tx -> tx.quotas().all()).stream()
        .filter(use -> use.quota() == Quota.STORAGE_BYTES)
        .findFirst()
        .orElseThrow()
        .used();
  }

  @Test
  void aFileThatIsGoneIsNotRecorded() throws IOException {
    Upload upload = put(ana, "swept in this moment");
    objects.remove(ana.tenant(), upload.id().sha256());

    assertProblem(() -> records().record(ana, upload), Problem.UNAVAILABLE);
    assertThat(count(ana, upload)).isZero();
    records().record(ana, put(ana, "swept in this moment"));
    assertThat(count(ana, upload)).as("sent again").isEqualTo(1);
  }

  @Test
  void filesFromBeforeThereWereRecordsAreLeftAlone() throws IOException {
    Upload upload = put(gita, "from before");
    platform.tamper("update private.stored_objects_begin set at = now() + interval '1 hour'");
    try {
      assertThat(later().sweep(gita.tenant(), Duration.ZERO)).isZero();
    } finally {
      platform.tamper("update private.stored_objects_begin set at = now() - interval '1 hour'");
    }
    assertThat(holds(gita, upload)).isTrue();
  }

  @Test
  void aDocumentsVersionsFollowOneAnotherAndBelongToItsTenant() throws IOException {
    UUID document = UUID.randomUUID();
    String first = recorded("first version");
    String second = recorded("second version");

    add(ana, document, 0, first);
    add(ana, document, 1, second);

    assertProblem(() -> add(ana, document, 1, first), Problem.CONFLICT);
    assertProblem(() -> add(ana, document, 7, first), Problem.CONFLICT);
    assertProblem(() -> add(ana, document, 2, "ab".repeat(32)), Problem.CONFLICT);
    assertProblem(() -> add(gita, document, 0, first), Problem.CONFLICT);
    assertThat(read(ana, document)).containsExactly("1 " + first, "2 " + second);
    assertThat(read(gita, document)).isEmpty();
  }

  @Test
  void noTenantChangesARecordOrReadsAnothers() throws IOException {
    UUID document = UUID.randomUUID();
    add(ana, document, 0, recorded("not to be changed"));

    List<TenantWork<Integer>> attempts =
        List.of(
            tx -> tx.update("update private.document_versions set file_name = 'x'"),
            tx -> tx.update("delete from private.document_versions"),
            tx -> tx.update("update private.stored_objects set bytes = 1"),
            tx -> tx.update("delete from private.stored_objects"));
    for (TenantWork<Integer> attempt : attempts) {
      assertThatThrownBy(() -> platform.data().tenantDatabase().write(ana, attempt))
          .isInstanceOf(ProblemException.class);
    }
    assertThat(rows(gita)).isZero();
    assertThat(rows(ana)).as("positive control").isPositive();
  }

  private static Upload put(Caller caller, String content) throws IOException {
    return objects.put(
        caller.tenant(), new ByteArrayInputStream(content.getBytes(UTF_8)), 1000, "text/plain");
  }

  private static String recorded(String content) throws IOException {
    Upload upload = put(ana, content);
    records().record(ana, upload);
    return upload.id().sha256();
  }

  private static boolean holds(Caller caller, Upload upload) {
    return objects.holds(caller.tenant(), upload.id().sha256());
  }

  private static StoredObjects records() {
    return platform.data().storedObjects(objects);
  }

  /** The same seen two hours later. */
  private static StoredObjects later() {
    return platform
        .data()
        .storedObjects(objects, () -> InstantSource.system().instant().plus(GRACE.multipliedBy(2)));
  }

  private void add(Caller caller, UUID document, int previous, String sha256) {
    platform
        .data()
        .tenantDatabase()
        .write(
            caller,
            tx ->
                versions.add(
                    tx, new DocumentVersions.Draft(document, previous, sha256, "policy.txt")));
  }

  private List<String> read(Caller caller, UUID document) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx ->
                versions.of(tx, document).stream()
                    .map(version -> version.number() + " " + version.sha256())
                    .toList());
  }

  private static int rows(Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller, tx -> tx.query("select sha256 from private.document_versions", _ -> 1).size());
  }

  private static int count(Caller caller, Upload upload) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx ->
                tx.query(
                        "select 1 as found from private.stored_objects where sha256 = ?",
                        _ -> 1,
                        upload.id().sha256())
                    .size());
  }

  private static void assertProblem(ThrowingCallable act, Problem problem) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
