package ai.kompl.tenancy.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
  private static final TenantId NORTH = new TenantId("00000000000000a1");
  private static final TenantId SOUTH = new TenantId("00000000000000b1");

  private final MasterKey key = MasterKey.parse("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=");
  private final FieldCipher cipher = new FieldCipher(key, new SecureRandom());

  @Test
  void aFieldOpensForItsTenantAndPurpose() {
    byte[] sealed = cipher.encrypt(NORTH, "identity.secret", "canary".getBytes(UTF_8));

    assertThat(cipher.decrypt(NORTH, "identity.secret", sealed)).asString().isEqualTo("canary");
    assertThat(new String(sealed, UTF_8)).doesNotContain("canary");
  }

  @Test
  void aMisplacedFieldIsUnreadable() {
    byte[] sealed = cipher.encrypt(NORTH, "identity.secret", "canary".getBytes(UTF_8));

    assertThatThrownBy(() -> cipher.decrypt(SOUTH, "identity.secret", sealed))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> cipher.decrypt(NORTH, "identity.other", sealed))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void anyChangedByteMakesAFieldUnreadable() {
    byte[] sealed = cipher.encrypt(NORTH, "p", "canary".getBytes(UTF_8));

    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> cipher.decrypt(NORTH, "p", changed))
          .as("byte " + i)
          .isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void theSameValueIsNeverEncryptedTheSameWayTwice() {
    byte[] value = "canary".getBytes(UTF_8);

    assertThat(cipher.encrypt(NORTH, "p", value)).isNotEqualTo(cipher.encrypt(NORTH, "p", value));
  }

  @Test
  void theMasterKeyIsMadeOnceAndPrivate(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys/master.key");
    byte[] sealed =
        new FieldCipher(MasterKey.load(file), new SecureRandom())
            .encrypt(NORTH, "p", "canary".getBytes(UTF_8));

    var again = new FieldCipher(MasterKey.load(file), new SecureRandom());

    assertThat(again.decrypt(NORTH, "p", sealed)).asString().isEqualTo("canary");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aMasterKeyThatOthersMayReadIsRefused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("master.key");
    MasterKey.load(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> MasterKey.load(file)).hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "QUJD", "not base 64!"})
  void aMalformedMasterKeyIsRefused(String text) {
    assertThatThrownBy(() -> MasterKey.parse(text))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("master key");
  }

  @Test
  void anUploadIdIsReadForItsOwnTenantOnly() {
    TenantId other = new TenantId("1000000000000000");
    String text = UploadId.of(NORTH, "ab".repeat(32)).toString();

    assertThat(UploadId.parse(NORTH, text)).map(UploadId::sha256).hasValue("ab".repeat(32));
    assertThat(UploadId.parse(other, text)).isEmpty();
    assertThat(UploadId.parse(NORTH, "upload_00000000_../../etc")).isEqualTo(Optional.empty());
  }
}
