package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.Hkdf;
import ai.kompl.tenancy.caller.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The key from which all others are derived: 32 bytes. Whoever loses it loses what it protects. */
public final class MasterKey {
  private static final int LENGTH = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final byte[] key;

  private MasterKey(byte[] key) {
    if (key.length != LENGTH) {
      throw new IllegalStateException(
          "The master key has " + key.length + " bytes, it must have " + LENGTH + ".");
    }
    this.key = key.clone();
  }

  /**
   * From its text in base 64.
   *
   * @throws IllegalStateException when it is malformed
   */
  public static MasterKey parse(String base64) {
    try {
      return new MasterKey(Base64.getDecoder().decode(base64.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("The master key is not written in base 64.", e);
    }
  }

  /**
   * From its file; at the first start the file is made, readable by its owner only.
   *
   * @throws IllegalStateException when the file is malformed or others may read it
   */
  public static MasterKey load(Path file) {
    try {
      if (Files.notExists(file)) {
        create(file);
      }
      refuseReadableByOthers(file);
      return parse(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("The master key file cannot be read: " + file, e);
    }
  }

  /** A key for one purpose within one tenant; other tenants and purposes get unrelated keys. */
  byte[] derive(TenantId tenant, String purpose, byte[] salt) {
    return Hkdf.derive(key, salt, "kompl vault 1 " + tenant + " " + purpose);
  }

  /** A key for one purpose of the platform itself, which belongs to no tenant. */
  public byte[] platformKey(String purpose) {
    return Hkdf.derive(key, "kompl platform 1 " + purpose);
  }

  private static void create(Path file) throws IOException {
    byte[] fresh = new byte[LENGTH];
    new SecureRandom().nextBytes(fresh);
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft =
        Files.createTempFile(
            folder, ".master-key-", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(draft, Base64.getEncoder().encodeToString(fresh) + "\n");
      // Linking, unlike moving, never replaces a key that another process has just made.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      System.getLogger(MasterKey.class.getName())
          .log(System.Logger.Level.DEBUG, "master-key-made-by-another-process");
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void refuseReadableByOthers(Path file) throws IOException {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IllegalStateException(
          "Others may read the master key file "
              + file
              + ". Make it private (chmod 600) and consider the key known to them.");
    }
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "MasterKey";
  }
}
