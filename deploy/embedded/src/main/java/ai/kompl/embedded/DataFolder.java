package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The folder of one server: its lock, its secret, its port, its log, and the server's own data
 * below it. One living JVM holds it at a time; the operating system lets the lock go when that JVM
 * dies, however it dies.
 */
final class DataFolder implements AutoCloseable {
  static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> ENTER_ONLY =
      PosixFilePermissions.fromString("rwx--x--x");
  private static final long LOG_LIMIT = 10L * 1024 * 1024;

  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Takes the folder for this JVM, creating it where needed. */
  static DataFolder take(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      create(absolute);
      Path real = absolute.toRealPath();
      FileChannel lock = lock(real);
      keepOwner(real.resolve("lock"));
      return new DataFolder(real, lock);
    } catch (IOException e) {
      throw unreadable(absolute, e);
    }
  }

  private static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, ENTER_ONLY);
  }

  private static FileChannel lock(Path folder) throws IOException {
    Path file = folder.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      taken = tryLock(channel).isPresent();
      if (!taken) {
        String holder = Files.readString(file).strip();
        throw new EmbeddedServerException(
            Fault.DATA_IN_USE,
            "the folder "
                + folder
                + " is used by the living process "
                + holder
                + "; stop that one or choose another data folder");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return channel;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  Path path() {
    return folder;
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  /** The secret kept in the file, made on first use. */
  String secret(String name) {
    return readSecret(name)
        .orElseGet(() -> {
          String fresh = randomSecret();
          writePrivately(folder.resolve(name), fresh);
          return fresh;
        });
  }

  Optional<String> readSecret(String name) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** The port of the last start, if one is remembered. */
  OptionalInt rememberedPort() {
    Optional<String> text = readSecret("port");
    return text.isPresent() && text.get().matches("[1-9][0-9]{0,4}")
        ? OptionalInt.of(Integer.parseInt(text.get()))
        : OptionalInt.empty();
  }

  void rememberPort(int port) {
    writePrivately(folder.resolve("port"), Integer.toString(port));
  }

  /**
   * The log file, there and readable by its owner only; a long one of earlier starts is moved
   * aside.
   */
  Path log(String name) {
    Path file = folder.resolve(name);
    try {
      if (Files.exists(file) && Files.size(file) > LOG_LIMIT) {
        Files.move(file, folder.resolve(name + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      if (!Files.exists(file)) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        keepOwner(file);
      }
      return file;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Replaces a file as a whole: readers see the old text or the new one. */
  static void writePrivately(Path file, String text) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        out.force(true);
      }
      keepOwner(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Root leaves a file to the user whose folder it is in: that user must be able to start the
   * server later.
   */
  private static void keepOwner(Path file) throws IOException {
    if (ServerAccount.currentUser() == 0) {
      Path parent = file.resolveSibling("");
      Files.setAttribute(file, "unix:gid", Files.getAttribute(parent, "unix:gid"));
      Files.setAttribute(file, "unix:uid", Files.getAttribute(parent, "unix:uid"));
    }
  }

  /** The text of a file without the blanks around it. */
  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The last lines of a log, for an error message. */
  static String tail(Path log) {
    List<String> lines = read(log).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  static String randomSecret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static EmbeddedServerException unreadable(Path path, IOException cause) {
    return new EmbeddedServerException(
        Fault.FILE_ACCESS,
        "cannot read or write "
            + path
            + " ("
            + cause.getMessage()
            + "); check its owner and rights",
        cause);
  }

  /** Lets the folder go; the server below must be stopped before. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
