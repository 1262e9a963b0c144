package ai.kompl.local.verify.tenants;

import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that upgrades all tenants, to be killed while it does. */
public final class UpgradingProcess {
  private static final String PASSWORD = "KOMPL_VERIFY_OWNER_PASSWORD";

  private UpgradingProcess() {}

  /** Starts one. */
  static Process start(Estate estate, List<String> subgraphs, Path log) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            UpgradingProcess.class.getName(),
            estate.url(),
            estate.owner(),
            estate.scripts().folder().toString(),
            String.join(",", subgraphs));
    builder.environment().put(PASSWORD, estate.ownerPassword());
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Takes the database's address, its owner, the folder of the scripts and the subgraphs. */
  public static void main(String[] words) {
    var scripts = new PaddedScripts(Path.of(words[2]), List.of(words[3].split(",", -1)));
    var owner = new Login(words[1], System.getenv(PASSWORD));
    try (DataPlatform data = Estate.open(words[0], owner, scripts)) {
      data.upgradeTenants(Duration.ofMinutes(30));
    }
  }
}
