package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.TestObjectStorage;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.vault.ObjectStoreSettings;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.Upload;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a tenant that is closed, in a real object storage. */
class ClosedTenantFilesTest {
  private final SecureRandom random = new SecureRandom();

  @TempDir private Path folder = Path.of("");

  @Test
  void theyAreReadUntilTheEndAndThenGoneAndOthersStay() throws IOException {
    try (TestPlatform platform = TestPlatform.open();
        S3ObjectStore objects = storage(platform)) {
      Caller ana = TestPlatform.user(platform.provision("closed-files"));
      Caller ben = TestPlatform.user(platform.provision("open-files"));
      StoredObjects records = platform.data().storedObjects(objects);
      Upload ours = put(objects, ana, "ours");
      Upload theirs = put(objects, ben, "theirs");
      records.record(ana, ours);
      records.record(ben, theirs);
      platform
          .data()
          .offboarding(Duration.ZERO)
          .begin(ana.tenant(), "contract ended", Optional.empty(), ana);

      assertThat(objects.open(ana.tenant(), ours.id().sha256())).isPresent();
      Upload late = put(objects, ana, "late");
      assertThatThrownBy(() -> records.record(ana, late))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.TENANT_OFFBOARDING));

      platform
          .data()
          .purge(objects.sealedFiles(), AuditSigner.of(new byte[32]))
          .purge(ana.tenant(), TestPlatform.operator());

      assertThat(objects.sealedFiles().names(ana.tenant())).isEmpty();
      assertThat(objects.open(ben.tenant(), theirs.id().sha256())).isPresent();
      assertThat(platform.look("select tenant from private.stored_objects"))
          .containsExactly(ben.tenant().value());
    }
  }

  private static Upload put(S3ObjectStore objects, Caller caller, String text) throws IOException {
    var content = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return objects.put(caller.tenant(), content, 1_000, "text/plain");
  }

  private S3ObjectStore storage(TestPlatform platform) throws IOException {
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
    return S3ObjectStore.open(settings, keys, random);
  }
}
