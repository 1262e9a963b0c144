package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Server programs unpacked from the class path, once per user and version. Each gets a folder named
 * after the content of its archive; it is filled under another name and renamed when complete, so
 * that starts at the same time do not disturb each other.
 */
record BinaryCache(Path folder) {

  private static final String UNFINISHED = "new-";

  /** Fills a fresh folder. */
  interface Filler {
    void fill(Path fresh) throws IOException;
  }

  /**
   * The given folder, or the first of the usual places that can be written here and entered by the
   * account.
   */
  static BinaryCache open(Optional<Path> chosen, ServerAccount account) {
    List<Path> candidates = chosen.map(List::of).orElseGet(() -> usualPlaces(account));
    for (Path candidate : candidates) {
      if (usable(candidate, account)) {
        var cache = new BinaryCache(candidate.toAbsolutePath());
        cache.sweep();
        return cache;
      }
    }
    throw new EmbeddedServerException(
        Fault.FILE_ACCESS,
        "none of "
            + candidates
            + " can be written and entered for the unpacked servers; name another cache folder");
  }

  /** The unpacked PostgreSQL: a folder with {@code bin}, {@code lib} and {@code share}. */
  Path postgres(Platform platform, Consumer<String> progress) {
    URL archive = resource(platform.postgresArchive());
    return entry(
        "postgres-" + fingerprint(archive),
        fresh -> {
          progress.accept("PostgreSQL: unpacking the server programs, once");
          try (InputStream in = archive.openStream()) {
            new TarXz(fresh).unpack(in);
          }
        });
  }

  /** The Redis executable. */
  Path redis(Platform platform) {
    URL executable = resource(platform.redisExecutable());
    return entry(
            "redis-" + fingerprint(executable),
            fresh -> {
              Path file = fresh.resolve("redis-server");
              try (InputStream in = executable.openStream()) {
                Files.copy(in, file);
              }
              Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            })
        .resolve("redis-server");
  }

  /** The folder of that name, filled first if it is not there. */
  Path entry(String name, Filler filler) {
    Path complete = folder.resolve(name);
    if (Files.isDirectory(complete)) {
      return complete;
    }
    try {
      Path fresh = scratch(name);
      try {
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        filler.fill(fresh);
        publish(fresh, complete);
      } finally {
        FileTree.delete(fresh);
      }
      return complete;
    } catch (IOException e) {
      throw DataFolder.unreadable(complete, e);
    }
  }

  /** A fresh folder for work that is thrown away. */
  Path scratch(String name) throws IOException {
    return Files.createTempDirectory(folder, UNFINISHED + name + "-");
  }

  /** Deletes what processes that were killed in the middle have left. */
  private void sweep() {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child :
          children.filter(c -> c.getFileName().toString().startsWith(UNFINISHED)).toList()) {
        if (Files.getLastModifiedTime(child).toInstant().isBefore(yesterday)) {
          FileTree.delete(child);
        }
      }
    } catch (NoSuchFileException e) {
      // Another start sweeps at the same moment.
      return;
    } catch (IOException e) {
      throw DataFolder.unreadable(folder, e);
    }
  }

  private static void publish(Path fresh, Path complete) throws IOException {
    try {
      Files.move(fresh, complete, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another start was faster: a folder with content is not replaced by a rename, and the other
      // one's is as good as ours.
      if (!Files.isDirectory(complete)) {
        throw e;
      }
    }
  }

  private static URL resource(String name) {
    URL url = BinaryCache.class.getClassLoader().getResource(name);
    if (url == null) {
      throw new EmbeddedServerException(
          Fault.BINARY_UNUSABLE,
          name
              + " is not on the class path: build on the kind of machine the product runs on, or use external servers");
    }
    return url;
  }

  /** Tells one archive from another without reading it: its size with its checksum in the jar. */
  private static String fingerprint(URL url) {
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      if (connection instanceof JarURLConnection jar) {
        try (JarFile file = jar.getJarFile()) {
          JarEntry entry = file.getJarEntry(jar.getEntryName());
          return Long.toHexString(entry.getSize()) + "-" + Long.toHexString(entry.getCrc());
        }
      }
      return Long.toHexString(connection.getContentLengthLong())
          + "-"
          + Long.toHexString(connection.getLastModified());
    } catch (IOException e) {
      throw new EmbeddedServerException(Fault.BINARY_UNUSABLE, "cannot read " + url, e);
    }
  }

  private static List<Path> usualPlaces(ServerAccount account) {
    var places = new ArrayList<Path>();
    Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(p -> p.startsWith("/"))
        .ifPresent(p -> places.add(Path.of(p, "kompl")));
    places.add(Path.of(System.getProperty("user.home"), ".cache", "kompl"));
    if (account.owner().isPresent()) {
      places.add(Path.of("/var/cache/kompl"));
    }
    places.add(
        Path.of(
            System.getProperty("java.io.tmpdir"), "kompl-cache-" + ServerAccount.currentUser()));
    return places;
  }

  private static boolean usable(Path candidate, ServerAccount account) {
    try {
      Files.createDirectories(candidate);
      return Files.isWritable(candidate) && isOurs(candidate) && account.canEnter(candidate);
    } catch (IOException e) {
      return false;
    }
  }

  /** A folder somebody else made, in a place where everybody may write, could hold anything. */
  private static boolean isOurs(Path folder) throws IOException {
    return ((Integer) Files.getAttribute(folder, "unix:uid")).longValue()
            == ServerAccount.currentUser()
        && !PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)).endsWith("w-")
        && !PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)).endsWith("wx");
  }
}
