package ai.kompl.tenancy.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.TestObjectStorage;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.key.AesGcm;
import ai.kompl.tenancy.vault.key.MasterKey;
import ai.kompl.tenancy.vault.key.TenantKeys;
import ai.kompl.tenancy.vault.key.TestKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ObjectStoreTest {
  private static final TenantId NORTH = new TenantId("00000000000000a1");
  private static final TenantId SOUTH = new TenantId("00000000000000b1");
  private static final long LIMIT = 1 << 20;

  @TempDir Path folder;
  private ObjectStoreSettings settings;
  private TestKeys ground;
  private TenantKeys keys;
  private S3ObjectStore store;
  private S3Client raw;

  @BeforeEach
  void open() throws IOException {
    ground = new TestKeys(folder);
    keys = ground.process();
    var server = TestObjectStorage.shared().server();
    settings =
        new ObjectStoreSettings(
            server.endpoint(),
            "us-east-1",
            TestObjectStorage.shared().createBucket(),
            new ObjectStoreSettings.Credentials(server.accessKey(), server.secret()),
            folder.resolve("spool"));
    store = S3ObjectStore.open(settings, keys, new SecureRandom());
    raw =
        S3Client.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(server.accessKey(), server.secret())))
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterEach
  void close() {
    store.close();
    raw.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_535, 65_536, 65_537, 131_072, 700_001})
  void aFileComesBackAsItWasKept(int length) throws IOException {
    byte[] content = bytes(length);

    Upload upload = put(NORTH, content);

    assertThat(upload.bytes()).isEqualTo(length);
    assertThat(upload.id().sha256())
        .isEqualTo(HexFormat.of().formatHex(Sha256.start().digest(content)));
    assertThat(read(NORTH, upload)).isEqualTo(content);
  }

  @Test
  void whatIsStoredIsEncryptedAndBelowTheTenantsPrefix() throws IOException {
    Upload upload = put(NORTH, "canary ".repeat(100).getBytes(UTF_8));

    String key = keys().getFirst();
    byte[] stored =
        raw.getObjectAsBytes(get -> get.bucket(settings.bucket()).key(key)).asByteArray();

    assertThat(keys()).containsExactly("tenants/" + NORTH + "/uploads/" + upload.id().sha256());
    assertThat(new String(stored, UTF_8)).doesNotContain("canary");
  }

  @Test
  void anotherTenantDoesNotFindTheFile() throws IOException {
    Upload upload = put(NORTH, bytes(10));

    assertThat(store.open(SOUTH, upload.id().sha256())).isEmpty();
    assertThat(store.open(NORTH, upload.id().sha256())).as("positive control").isPresent();
  }

  @Test
  void aFileCopiedBelowAnotherTenantsPrefixIsUnreadableThere() throws IOException {
    put(SOUTH, bytes(11));
    Upload upload = put(NORTH, bytes(10));
    move(
        "tenants/" + NORTH + "/uploads/" + upload.id().sha256(),
        "tenants/" + SOUTH + "/uploads/" + upload.id().sha256());

    assertThatThrownBy(() -> read(SOUTH, upload)).isInstanceOf(IOException.class);
  }

  @Test
  void keepingTheSameContentAgainChangesNothing() throws IOException {
    byte[] content = bytes(1000);
    Upload first = put(NORTH, content);
    byte[] stored = stored();

    Upload second = put(NORTH, content);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(stored()).isEqualTo(stored);
  }

  @Test
  void overTheLimitItIsRefusedAndNothingIsLeftBehind() throws IOException {
    assertThatThrownBy(() -> put(NORTH, bytes((int) LIMIT + 1)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.PAYLOAD_TOO_LARGE));

    assertThat(put(NORTH, bytes((int) LIMIT)).bytes()).as("at the limit").isEqualTo(LIMIT);
    assertThat(keys()).hasSize(1);
    assertThat(spooled()).isEmpty();
  }

  @Test
  void anEndlessUploadIsStoppedAtTheLimit() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 7;
          }
        };

    assertThatThrownBy(() -> store.put(NORTH, endless, LIMIT, "application/octet-stream"))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void withoutContentItIsRefused() {
    assertThatThrownBy(() -> put(NORTH, new byte[0]))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CONTENT_EMPTY));
  }

  @Test
  void anUploadThatBreaksOffLeavesNothingBehind() throws IOException {
    InputStream broken =
        new ByteArrayInputStream(bytes(100_000)) {
          @Override
          public byte[] readNBytes(int length) throws IOException {
            if (available() < length) {
              throw new IOException("the client went away");
            }
            return super.readNBytes(length);
          }
        };

    assertThatThrownBy(() -> store.put(NORTH, broken, LIMIT, "application/octet-stream"))
        .isInstanceOf(IOException.class);
    assertThat(keys()).isEmpty();
    assertThat(spooled()).isEmpty();
  }

  @Test
  void aFileThatWasChangedCutOrExtendedIsNoticed() throws IOException {
    Upload upload = put(NORTH, bytes(200_000));
    byte[] stored = stored();
    int sealedChunk = SealedFormat.CHUNK + AesGcm.TAG_BYTES;
    byte[] flipped = stored.clone();
    flipped[flipped.length / 2] ^= 1;
    byte[] cut = Arrays.copyOf(stored, SealedFormat.HEADER_BYTES + sealedChunk);
    byte[] extended = Arrays.copyOf(stored, stored.length + 1);

    for (byte[] altered : List.of(flipped, cut, extended, new byte[0])) {
      raw.putObject(
          put -> put.bucket(settings.bucket()).key(keys().getFirst()),
          RequestBody.fromBytes(altered));
      assertThatThrownBy(() -> read(NORTH, upload))
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(IOException.class),
              e -> assertThat(e).isInstanceOf(ProblemException.class));
    }
  }

  @Test
  void afterARotationTheOldFileIsReadAndTheNewIsUnderTheNewKey() throws IOException {
    Upload old = put(NORTH, bytes(10));
    keys.rotate(NORTH, SealedFormat.PURPOSE);

    Upload renewed = put(NORTH, bytes(11));

    assertThat(read(NORTH, old)).isEqualTo(bytes(10));
    assertThat(read(NORTH, renewed)).isEqualTo(bytes(11));
    assertThat(keyVersion(NORTH, old)).isEqualTo(1);
    assertThat(keyVersion(NORTH, renewed)).isEqualTo(2);
    assertThat(store.reseal(NORTH)).isEqualTo(1);
    assertThat(store.reseal(NORTH)).as("again").isZero();
    assertThat(keyVersion(NORTH, old)).isEqualTo(2);
    assertThat(read(NORTH, old)).isEqualTo(bytes(10));
  }

  @Test
  void aFileFromBeforeKeysWereKeptIsStillRead() throws IOException {
    byte[] content = bytes(100);
    Upload upload = put(NORTH, content);
    byte[] salt = new byte[SealedFormat.SALT_BYTES];
    MasterKey master = ground.masters().deriving().orElseThrow();
    // The nonce of the first chunk that is also the last.
    byte[] nonce = ByteBuffer.allocate(AesGcm.NONCE_BYTES).putLong(0).put((byte) 1).array();
    byte[] sealed =
        new AesGcm(master.derive(NORTH, "object", salt))
            .seal(nonce, (NORTH + " object").getBytes(UTF_8), content);
    byte[] old =
        ByteBuffer.allocate(4 + salt.length + sealed.length)
            .put("KOB1".getBytes(UTF_8))
            .put(salt)
            .put(sealed)
            .array();

    raw.putObject(
        put -> put.bucket(settings.bucket()).key(keys().getFirst()), RequestBody.fromBytes(old));

    assertThat(read(NORTH, upload)).isEqualTo(content);
    assertThat(store.reseal(NORTH)).isEqualTo(1);
    assertThat(keyVersion(NORTH, upload)).isEqualTo(1);
    assertThat(read(NORTH, upload)).isEqualTo(content);
  }

  @Test
  void filesOfATenantWhoseKeysAreDestroyedCannotBeReadAndOthersCan() throws IOException {
    Upload north = put(NORTH, bytes(10));
    Upload south = put(SOUTH, bytes(10));

    ground.store().destroy(NORTH);
    keys.forget(NORTH);

    assertThatThrownBy(() -> read(NORTH, north))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ERASED));
    assertThat(read(SOUTH, south)).isEqualTo(bytes(10));
  }

  @Test
  void aStorageThatDoesNotAnswerIsSaidToBeUnavailable() {
    var away =
        new ObjectStoreSettings(
            URI.create("http://127.0.0.1:1"),
            settings.region(),
            settings.bucket(),
            settings.credentials(),
            settings.spoolFolder());

    assertThatThrownBy(() -> S3ObjectStore.open(away, keys, new SecureRandom()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
  }

  private Upload put(TenantId tenant, byte[] content) throws IOException {
    return store.put(tenant, new ByteArrayInputStream(content), LIMIT, "application/octet-stream");
  }

  private byte[] read(TenantId tenant, Upload upload) throws IOException {
    try (InputStream content = store.open(tenant, upload.id().sha256()).orElseThrow()) {
      return content.readAllBytes();
    }
  }

  private List<String> keys() {
    return raw.listObjectsV2(list -> list.bucket(settings.bucket())).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private int keyVersion(TenantId tenant, Upload upload) {
    String key = "tenants/" + tenant + "/uploads/" + upload.id().sha256();
    byte[] object =
        raw.getObjectAsBytes(get -> get.bucket(settings.bucket()).key(key)).asByteArray();
    return ByteBuffer.wrap(object, 4, 4).getInt();
  }

  private byte[] stored() {
    String key = keys().getFirst();
    return raw.getObjectAsBytes(get -> get.bucket(settings.bucket()).key(key)).asByteArray();
  }

  private void move(String from, String to) {
    byte[] content =
        raw.getObjectAsBytes(get -> get.bucket(settings.bucket()).key(from)).asByteArray();
    raw.putObject(put -> put.bucket(settings.bucket()).key(to), RequestBody.fromBytes(content));
  }

  private List<Path> spooled() throws IOException {
    try (var files = Files.list(settings.spoolFolder())) {
      return files.toList();
    }
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(42).nextBytes(bytes);
    return bytes;
  }
}
