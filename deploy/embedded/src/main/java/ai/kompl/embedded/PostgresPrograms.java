package ai.kompl.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The unpacked PostgreSQL and as whom it runs.
 *
 * @param folder with {@code bin}, {@code lib} and {@code share}
 */
record PostgresPrograms(Path folder, BinaryCache cache, ServerAccount account) {

  /**
   * Finds, or first unpacks, the programs for a server whose data are, or will be, in the folder.
   */
  static PostgresPrograms forDataIn(
      Path data, Optional<Path> cacheFolder, Consumer<String> progress) {
    ServerAccount account = ServerAccount.forDataIn(data);
    BinaryCache cache = BinaryCache.open(cacheFolder, account);
    return new PostgresPrograms(cache.postgres(Platform.current(), progress), cache, account);
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }
}
