package ai.kompl.tenancy.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.vault.FieldCipher;
import ai.kompl.tenancy.vault.FieldPlace;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A marked column in the schemas of two tenants, with more rows than one batch takes. */
class KeyRotationTest {
  private static final int ROWS = 450;
  private static final String PURPOSE = "ledger.secret";

  @TempDir Path folder;

  @Test
  void allMarkedValuesOfTheTenantComeUnderTheNewKeyAndSayTheSame() {
    try (TestPlatform platform = TestPlatform.open()) {
      TenantKeys keys = keys(platform);
      var cipher = new FieldCipher(keys, new SecureRandom());
      Tenant north = tenant(platform, "rotated-north", cipher);
      Tenant south = tenant(platform, "rotated-south", cipher);
      KeyRotation rotation = platform.data().keyRotation(cipher);

      keys.rotate(north.id(), PURPOSE);
      int renewed = rotation.reencrypt(north.id());

      assertThat(renewed).isEqualTo(ROWS);
      assertThat(rotation.reencrypt(north.id())).as("again").isZero();
      assertThat(rotation.reencrypt(south.id())).as("a tenant without a new key").isZero();
      assertThat(versions(platform, north)).containsOnly(2).hasSize(ROWS);
      assertThat(versions(platform, south)).containsOnly(1).hasSize(ROWS);
      assertThat(texts(platform, north, cipher))
          .isEqualTo(IntStream.rangeClosed(1, ROWS).mapToObj(row -> "canary-" + row).toList());
    }
  }

  @Test
  void inASharedTableOnlyTheTenantsRowsComeUnderTheNewKey() {
    try (TestPlatform platform = TestPlatform.open()) {
      TenantKeys keys = keys(platform);
      var cipher = new FieldCipher(keys, new SecureRandom());
      Tenant north = platform.provision("shared-north");
      Tenant south = platform.provision("shared-south");
      platform.tamper(
          "create table shared_secret (tenant text, name text, secret bytea, primary key (tenant, name))");
      platform.tamper("comment on column shared_secret.secret is 'encrypted " + PURPOSE + "'");
      insertShared(platform, north, cipher);
      insertShared(platform, south, cipher);
      List<byte[]> before = shared(platform, south);
      keys.rotate(north.id(), PURPOSE);
      keys.rotate(south.id(), PURPOSE);

      int renewed = platform.data().keyRotation(cipher).reencrypt(north.id());

      assertThat(renewed).isEqualTo(1);
      byte[] sealed = shared(platform, north).getFirst();
      assertThat(ByteBuffer.wrap(sealed, 1, 4).getInt()).as("version of the key").isEqualTo(2);
      assertThat(cipher.decrypt(place(north, "token"), sealed)).asString(UTF_8).isEqualTo("canary");
      assertThat(shared(platform, south)).containsExactlyElementsOf(before);
    }
  }

  private static void insertShared(TestPlatform platform, Tenant tenant, FieldCipher cipher) {
    byte[] sealed = cipher.encrypt(place(tenant, "token"), "canary".getBytes(UTF_8));
    platform.tamper(
        "insert into shared_secret values ('%s', 'token', '\\x%s')"
            .formatted(tenant.id(), HexFormat.of().formatHex(sealed)));
  }

  private static List<byte[]> shared(TestPlatform platform, Tenant tenant) {
    return platform
        .look(
            "select encode(secret, 'hex') from shared_secret where tenant = '" + tenant.id() + "'")
        .stream()
        .map(HexFormat.of()::parseHex)
        .toList();
  }

  private TenantKeys keys(TestPlatform platform) {
    return new TenantKeys(
        platform.data().keyStore(),
        MasterKeyFile.openOrCreate(folder.resolve("key"), new SecureRandom()),
        InstantSource.system(),
        new SecureRandom(),
        TenantKeys.LONGEST);
  }

  private static Tenant tenant(TestPlatform platform, String slug, FieldCipher cipher) {
    Tenant tenant = platform.provision(slug);
    String table = tenant.id().schema() + ".ledger_secret";
    platform.tamper("create table " + table + " (id int primary key, secret bytea, note text)");
    platform.tamper("comment on column " + table + ".secret is 'encrypted " + PURPOSE + "'");
    var rows =
        IntStream.rangeClosed(1, ROWS)
            .mapToObj(row ->
                "(%d, '\\x%s')"
                    .formatted(
                        row,
                        HexFormat.of()
                            .formatHex(
                                cipher.encrypt(
                                    place(tenant, Integer.toString(row)),
                                    ("canary-" + row).getBytes(UTF_8)))))
            .toList();
    platform.tamper("insert into " + table + " (id, secret) values " + String.join(",", rows));
    platform.tamper("insert into " + table + " (id, note) values (0, 'without a secret')");
    return tenant;
  }

  private static FieldPlace place(Tenant tenant, String row) {
    return new FieldPlace(tenant.id(), PURPOSE, row);
  }

  private static List<byte[]> sealed(TestPlatform platform, Tenant tenant) {
    return platform
        .look(
            "select encode(secret, 'hex') from "
                + tenant.id().schema()
                + ".ledger_secret where secret is not null order by id")
        .stream()
        .map(HexFormat.of()::parseHex)
        .toList();
  }

  private static List<Integer> versions(TestPlatform platform, Tenant tenant) {
    return sealed(platform, tenant).stream()
        .map(sealed -> ByteBuffer.wrap(sealed, 1, 4).getInt())
        .toList();
  }

  private static List<String> texts(TestPlatform platform, Tenant tenant, FieldCipher cipher) {
    List<byte[]> sealed = sealed(platform, tenant);
    return IntStream.rangeClosed(1, ROWS)
        .mapToObj(row ->
            new String(
                cipher.decrypt(place(tenant, Integer.toString(row)), sealed.get(row - 1)), UTF_8))
        .toList();
  }
}
