package ai.kompl.tenancy.vault.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Master keys in a file that only its owner may read, one a line in base 64: the first wraps, the
 * others are earlier ones, the last is the first there ever was. The file is read again when a key
 * needs a master key that was not in it, so a running process follows a change of the master key.
 */
public final class MasterKeyFile implements MasterKeyHolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final SecureRandom random;
  private volatile List<MasterKey> keys;

  private MasterKeyFile(Path file, SecureRandom random, List<MasterKey> keys) {
    this.file = file;
    this.random = random;
    this.keys = keys;
  }

  /**
   * Reads the file.
   *
   * @throws IllegalStateException when it is missing or malformed, or others may read it; the
   *     message says which and what to do
   */
  public static MasterKeyFile open(Path file, SecureRandom random) {
    return new MasterKeyFile(file, random, read(file));
  }

  /** Reads the file; at the very first start it is made. */
  public static MasterKeyFile openOrCreate(Path file, SecureRandom random) {
    if (Files.notExists(file)) {
      create(file, List.of(MasterKey.make(random)));
    }
    return open(file, random);
  }

  @Override
  public String currentId() {
    return keys.getFirst().id();
  }

  @Override
  public WrappedKey wrap(KeyName name, byte[] key) {
    MasterKey master = keys.getFirst();
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = master.wrapping().seal(nonce, name.context(), key);
    byte[] whole = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    return new WrappedKey(name, master.id(), Base64.getEncoder().encodeToString(whole));
  }

  @Override
  public byte[] unwrap(WrappedKey key) {
    MasterKey master =
        held(key.masterId())
            .or(() -> {
              keys = read(file);
              return held(key.masterId());
            })
            .orElseThrow(() ->
                new UnreadableException(
                    "the master key %s is not in %s, which holds %s"
                        .formatted(key.masterId(), file, ids())));
    byte[] whole = decoded(key);
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(whole).get(nonce);
    byte[] sealed = new byte[buffer.remaining()];
    buffer.get(sealed);
    return master.wrapping().open(nonce, key.name().context(), sealed);
  }

  @Override
  public Optional<MasterKey> deriving() {
    return Optional.of(keys.getLast());
  }

  @Override
  public String place() {
    return "file " + file;
  }

  /**
   * Makes a new master key the present one; the earlier ones stay in the file until they are taken
   * out by hand.
   *
   * @return the name of the new one
   */
  public String renew() {
    var renewed = new ArrayList<>(List.of(MasterKey.make(random)));
    renewed.addAll(read(file));
    Path draft = draft(file, renewed);
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(file, e);
    }
    keys = List.copyOf(renewed);
    return currentId();
  }

  /** The names of the keys in the file, the present one first. */
  public List<String> ids() {
    return keys.stream().map(MasterKey::id).toList();
  }

  private Optional<MasterKey> held(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  private static byte[] decoded(WrappedKey key) {
    try {
      byte[] whole = Base64.getDecoder().decode(key.text());
      if (whole.length > AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES) {
        return whole;
      }
      throw new UnreadableException("the wrapped key " + key.name() + " is malformed");
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("the wrapped key " + key.name() + " is malformed", e);
    }
  }

  private static List<MasterKey> read(Path file) {
    try {
      if (Files.notExists(file)) {
        throw new IllegalStateException(
            "The master key file "
                + file
                + " is missing, but the database holds data that only its key opens."
                + " Put the file back from your backup.");
      }
      refuseReadableByOthers(file);
      List<MasterKey> keys =
          Files.readString(file, StandardCharsets.US_ASCII)
              .strip()
              .lines()
              .map(MasterKey::parse)
              .toList();
      if (keys.isEmpty()) {
        throw new IllegalStateException("The master key file " + file + " is empty.");
      }
      return keys;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static void create(Path file, List<MasterKey> keys) {
    Path draft = draft(file, keys);
    try {
      // Linking, unlike moving, never replaces a key that another process has just made.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      System.getLogger(MasterKeyFile.class.getName())
          .log(System.Logger.Level.DEBUG, "master-key-made-by-another-process");
    } catch (IOException e) {
      throw unusable(file, e);
    } finally {
      delete(draft);
    }
  }

  private static Path draft(Path file, List<MasterKey> keys) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path draft =
          Files.createTempFile(
              folder, ".master-key-", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      return Files.write(draft, keys.stream().map(MasterKey::text).toList());
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static void delete(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      throw unusable(draft, e);
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

  private static UncheckedIOException unusable(Path file, IOException e) {
    return new UncheckedIOException("The master key file cannot be used: " + file, e);
  }
}
