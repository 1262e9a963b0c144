package ai.kompl.tenancy.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in that keeps to the contract of Vault's transit engine. */
class TransitMasterKeyTest {
  private static final TenantId NORTH = new TenantId("00000000000000a1");
  private static final KeyName NAME = new KeyName(NORTH, "objects", 1);
  private static final byte[] KEY = new byte[32];

  @TempDir Path folder;
  private TransitStub vault;
  private TestKeys ground;
  private TransitMasterKey masters;

  @BeforeEach
  void open() throws IOException {
    vault = new TransitStub();
    ground = new TestKeys(folder);
    Files.writeString(folder.resolve("token"), TransitStub.TOKEN + "\n");
    masters = TransitMasterKey.of(settings(), Optional.of(ground.masters()));
  }

  @AfterEach
  void close() {
    masters.close();
    vault.close();
  }

  @Test
  void vaultWrapsAndUnwrapsAndNobodyElseHasTheKey() {
    WrappedKey wrapped = masters.wrap(NAME, KEY);

    assertThat(wrapped.masterId()).isEqualTo("transit:transit/kompl:v1");
    assertThat(wrapped.text()).startsWith("vault:v1:");
    assertThat(masters.unwrap(wrapped)).isEqualTo(KEY);
  }

  @Test
  void aKeyMovedToAnotherPlaceOrChangedIsRefused() {
    WrappedKey wrapped = masters.wrap(NAME, KEY);
    var moved =
        new WrappedKey(new KeyName(NORTH, "objects", 2), wrapped.masterId(), wrapped.text());
    var cut = new WrappedKey(NAME, wrapped.masterId(), "vault:v1:AAAA");

    assertThatThrownBy(() -> masters.unwrap(moved)).isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> masters.unwrap(cut)).isInstanceOf(UnreadableException.class);
  }

  @Test
  void aRotationInVaultShowsInTheNameAndTheOldVersionStillUnwraps() {
    WrappedKey old = masters.wrap(NAME, KEY);

    vault.rotate();

    assertThat(masters.currentId()).isEqualTo("transit:transit/kompl:v2");
    assertThat(masters.unwrap(old)).isEqualTo(KEY);
    assertThat(masters.wrap(NAME, KEY).masterId()).isEqualTo(masters.currentId());
  }

  @Test
  void keysFromBeforeTheChangeToVaultAreUnwrappedWithTheirFile() {
    WrappedKey local = ground.masters().wrap(NAME, KEY);
    var without = TransitMasterKey.of(settings(), Optional.empty());

    assertThat(masters.unwrap(local)).isEqualTo(KEY);
    assertThatThrownBy(() -> without.unwrap(local))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining(local.masterId());
    without.close();
  }

  @Test
  void whileVaultIsSealedKnownKeysServeForTheirTimeAndThenNothingIsRead() {
    TenantKeys keys = process();
    DataKey key = keys.current(NORTH, "objects");

    vault.seal();

    assertThat(keys.version(key.name()).secret()).isEqualTo(key.secret());
    ground.pass(TenantKeys.LONGEST);
    assertThatThrownBy(() -> keys.version(key.name()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
              assertThat(e.clientMessage()).doesNotContainIgnoringCase("vault");
            });
  }

  @Test
  void atTheStartItIsSaidWhatIsWrongWithVaultAndTheTokenIsNot() throws IOException {
    Files.writeString(folder.resolve("token"), "s.canary-wrong-token");

    assertThatThrownBy(() -> process().check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("refuses the token")
        .hasMessageContaining(vault.address().toString())
        .hasMessageNotContaining("canary");
    vault.close();
    assertThatThrownBy(() -> process().check()).hasMessageContaining("does not answer");
    Files.delete(folder.resolve("token"));
    assertThatThrownBy(() -> process().check()).hasMessageContaining("token cannot be read");
  }

  @Test
  void aVaultThatDoesNotHoldTheKeyOfTheseDataIsRefused() throws IOException {
    process().check();
    try (var other = new TransitStub()) {
      var wrong =
          TransitMasterKey.of(
              new TransitSettings(other.address(), "transit", "kompl", folder.resolve("token")),
              Optional.empty());
      var keys =
          new TenantKeys(ground.store(), wrong, ground, new SecureRandom(), TenantKeys.LONGEST);

      assertThatThrownBy(keys::check)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is not the one that the data");
      wrong.close();
    }
  }

  private TransitSettings settings() {
    return new TransitSettings(vault.address(), "transit", "kompl", folder.resolve("token"));
  }

  private TenantKeys process() {
    return new TenantKeys(ground.store(), masters, ground, new SecureRandom(), TenantKeys.LONGEST);
  }
}
