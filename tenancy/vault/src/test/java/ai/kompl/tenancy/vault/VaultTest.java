package ai.kompl.tenancy.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.key.AesGcm;
import ai.kompl.tenancy.vault.key.MasterKey;
import ai.kompl.tenancy.vault.key.TenantKeys;
import ai.kompl.tenancy.vault.key.TestKeys;
import ai.kompl.tenancy.vault.key.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final TenantId NORTH = new TenantId("00000000000000a1");
  private static final TenantId SOUTH = new TenantId("00000000000000b1");
  private static final FieldPlace PLACE = new FieldPlace(NORTH, "identity.secret", "row-1");

  @TempDir Path folder;
  private TestKeys ground;
  private TenantKeys keys;
  private FieldCipher cipher;

  @BeforeEach
  void open() {
    ground = new TestKeys(folder);
    keys = ground.process();
    cipher = new FieldCipher(keys, new SecureRandom());
  }

  @Test
  void aFieldOpensInItsPlace() {
    byte[] sealed = cipher.encrypt(PLACE, "canary".getBytes(UTF_8));

    assertThat(cipher.decrypt(PLACE, sealed)).asString().isEqualTo("canary");
    assertThat(new String(sealed, UTF_8)).doesNotContain("canary");
  }

  @Test
  void aFieldMovedToAnotherTenantColumnOrRowIsUnreadable() {
    byte[] sealed = cipher.encrypt(PLACE, "canary".getBytes(UTF_8));
    var places =
        List.of(
            new FieldPlace(SOUTH, "identity.secret", "row-1"),
            new FieldPlace(NORTH, "identity.other", "row-1"),
            new FieldPlace(NORTH, "identity.secret", "row-2"));
    places.forEach(place -> keys.current(place.tenant(), place.purpose()));

    for (FieldPlace place : places) {
      assertThatThrownBy(() -> cipher.decrypt(place, sealed))
          .as(place.toString())
          .isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void anyChangedByteMakesAFieldUnreadable() {
    byte[] sealed = cipher.encrypt(PLACE, "canary".getBytes(UTF_8));

    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> cipher.decrypt(PLACE, changed))
          .as("byte " + i)
          .isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void aFieldCutOffAnywhereIsUnreadable() {
    byte[] sealed = cipher.encrypt(PLACE, "canary".getBytes(UTF_8));

    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(sealed, length);
      assertThatThrownBy(() -> cipher.decrypt(PLACE, cut))
          .as("length " + length)
          .isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void theSameValueIsNeverEncryptedTheSameWayTwice() {
    byte[] value = "canary".getBytes(UTF_8);

    assertThat(cipher.encrypt(PLACE, value)).isNotEqualTo(cipher.encrypt(PLACE, value));
  }

  @Test
  void afterARotationTheOldIsReadAndTheNewIsUnderTheNewKey() {
    byte[] old = cipher.encrypt(PLACE, "canary".getBytes(UTF_8));

    keys.rotate(NORTH, "identity.secret");
    byte[] renewed = cipher.encrypt(PLACE, cipher.decrypt(PLACE, old));

    assertThat(cipher.decrypt(PLACE, old)).asString().isEqualTo("canary");
    assertThat(cipher.decrypt(PLACE, renewed)).asString().isEqualTo("canary");
    assertThat(cipher.isOutdated(PLACE, old)).isTrue();
    assertThat(cipher.isOutdated(PLACE, renewed)).isFalse();
    assertThat(ByteBuffer.wrap(renewed, 1, 4).getInt()).as("its header").isEqualTo(2);
  }

  @Test
  void aFieldFromBeforeKeysWereKeptIsStillRead() {
    byte[] old = firstForm("canary");

    assertThat(cipher.decrypt(PLACE, old)).asString().isEqualTo("canary");
    assertThat(cipher.isOutdated(PLACE, old)).isTrue();
  }

  @Test
  void whenTheKeysAreDestroyedNoFormCanBeReadAndOthersCan() {
    var other = new FieldPlace(SOUTH, "identity.secret", "row-1");
    byte[] north = cipher.encrypt(PLACE, "canary".getBytes(UTF_8));
    byte[] south = cipher.encrypt(other, "canary".getBytes(UTF_8));

    ground.store().destroy(NORTH);
    keys.forget(NORTH);

    for (byte[] sealed : List.of(north, firstForm("canary"))) {
      assertThatThrownBy(() -> cipher.decrypt(PLACE, sealed))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ERASED));
    }
    assertThat(cipher.decrypt(other, south)).asString().isEqualTo("canary");
  }

  @Test
  void anUploadIdIsReadForItsOwnTenantOnly() {
    TenantId other = new TenantId("1000000000000000");
    String text = UploadId.of(NORTH, "ab".repeat(32)).toString();

    assertThat(UploadId.parse(NORTH, text)).map(UploadId::sha256).hasValue("ab".repeat(32));
    assertThat(UploadId.parse(other, text)).isEmpty();
    assertThat(UploadId.parse(NORTH, "upload_00000000_../../etc")).isEqualTo(Optional.empty());
  }

  /** As the product wrote it before keys were kept: form, nonce, sealed under a derived key. */
  private byte[] firstForm(String text) {
    MasterKey master = ground.masters().deriving().orElseThrow();
    var key = new AesGcm(master.derive(NORTH, "field identity.secret", new byte[0]));
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    byte[] context = (NORTH + " identity.secret").getBytes(UTF_8);
    byte[] sealed = key.seal(nonce, context, text.getBytes(UTF_8));
    return ByteBuffer.allocate(1 + nonce.length + sealed.length)
        .put((byte) 1)
        .put(nonce)
        .put(sealed)
        .array();
  }
}
