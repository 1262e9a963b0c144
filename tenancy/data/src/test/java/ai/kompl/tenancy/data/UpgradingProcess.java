package ai.kompl.tenancy.data;

import java.nio.file.Path;
import java.time.Duration;

/** Starts a later version of the product in a process of its own and upgrades all tenants. */
final class UpgradingProcess {
  private UpgradingProcess() {}

  /** Takes the database's address, its owner's name and the folder of the scripts. */
  public static void main(String[] words) {
    var settings =
        new DatabaseSettings(
            words[0],
            new DatabaseSettings.Login("kompl_app", "app-password-of-tests"),
            new DatabaseSettings.Login(words[1], System.getenv("OWNER_PASSWORD")),
            4,
            Duration.ofSeconds(10));
    try (DataPlatform data = new ScriptFolder(Path.of(words[2])).open(settings)) {
      data.upgradeTenants(Duration.ofMinutes(2));
    }
  }
}
