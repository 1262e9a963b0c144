package ai.kompl.local;

import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.data.KeyCustody;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import java.nio.file.Path;
import java.security.SecureRandom;

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
    return custody.needMasterKey()
        ? MasterKeyFile.open(file, random)
        : MasterKeyFile.openOrCreate(file, random);
  }
}
