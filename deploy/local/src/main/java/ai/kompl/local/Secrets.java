package ai.kompl.local;

import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.SettingKey;
import ai.kompl.tenancy.caller.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Secrets that the user did not give: made at the first start and kept beside the data, readable by
 * their owner only.
 */
final class Secrets {
  private static final int BYTES = 24;

  private final Path folder;
  private final SecureRandom random;

  Secrets(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /** What the settings lack, by setting name. */
  Map<String, String> complete(Settings given) {
    var made = new HashMap<String, String>();
    addMissing(given, PlatformKeys.DATABASE_PASSWORD, "database-password", made);
    addMissing(given, PlatformKeys.INTERNAL_SECRET, "internal-secret", made);
    if (given.find(PlatformKeys.MASTER_KEY_FILE).isEmpty()) {
      made.put(PlatformKeys.MASTER_KEY_FILE.name(), folder.resolve("master-key").toString());
    }
    return made;
  }

  private void addMissing(
      Settings given, SettingKey<String> key, String file, Map<String, String> into) {
    if (given.find(key).isEmpty()) {
      into.put(key.name(), kept(file));
    }
  }

  /** The secret of that file, made when it is missing. */
  String kept(String file) {
    Path path = folder.resolve(file);
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (Files.notExists(path)) {
        write(path);
      }
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the secret " + path, e);
    }
  }

  private void write(Path path) throws IOException {
    byte[] fresh = new byte[BYTES];
    random.nextBytes(fresh);
    Path draft =
        Files.createTempFile(
            folder,
            ".secret",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        draft,
        Base64.getUrlEncoder().withoutPadding().encodeToString(fresh) + "\n",
        StandardOpenOption.WRITE);
    // Renaming makes the file whole or absent, also when the machine stops here.
    Files.move(draft, path);
  }
}
