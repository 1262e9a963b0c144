package ai.kompl.local;

import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.data.KeyCustody;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import ai.kompl.tenancy.vault.key.TransitMasterKey;
import ai.kompl.tenancy.vault.key.TransitSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** Who holds the master key, by the settings. */
final class MasterKeys {
  private MasterKeys() {}

  /**
   * Opens it. A missing file is made only where nothing was ever encrypted.
   *
   * @throws IllegalStateException saying what is wrong with it
   */
  static MasterKeyHolder open(Settings settings, KeyCustody custody, SecureRandom random) {
    Path file = settings.get(PlatformKeys.MASTER_KEY_FILE);
    return settings
        .find(PlatformKeys.TRANSIT_URL)
        .<MasterKeyHolder>map(
            address -> TransitMasterKey.of(transit(settings, address), former(file, random)))
        .orElseGet(() ->
            custody.needMasterKey()
                ? MasterKeyFile.open(file, random)
                : MasterKeyFile.openOrCreate(file, random));
  }

  private static TransitSettings transit(Settings settings, URI address) {
    return new TransitSettings(
        address,
        settings.get(PlatformKeys.TRANSIT_MOUNT),
        settings.get(PlatformKeys.TRANSIT_KEY),
        settings.get(PlatformKeys.TRANSIT_TOKEN_FILE));
  }

  /** The file from before the change to Vault; needed until all keys are wrapped anew. */
  private static Optional<MasterKeyFile> former(Path file, SecureRandom random) {
    return Files.exists(file) ? Optional.of(MasterKeyFile.open(file, random)) : Optional.empty();
  }
}
