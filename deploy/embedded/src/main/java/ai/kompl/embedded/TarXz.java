package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks a {@code .tar.xz} archive; nothing of it may land, or point, outside the target folder.
 */
final class TarXz {
  private final Path target;

  TarXz(Path target) {
    this.target = target.toAbsolutePath().normalize();
  }

  void unpack(InputStream archive) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar);
      }
    }
  }

  private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
    Path path = inside(target.resolve(entry.getName()), entry);
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.resolveSibling(""));
    if (entry.isSymbolicLink()) {
      inside(path.resolveSibling(entry.getLinkName()), entry);
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(content, path);
      Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    } else {
      throw refused(entry, "is neither a file, a folder nor a symbolic link");
    }
  }

  private Path inside(Path path, TarArchiveEntry entry) {
    Path normal = path.normalize();
    if (!normal.startsWith(target)) {
      throw refused(entry, "leads out of the archive");
    }
    return normal;
  }

  private static EmbeddedServerException refused(TarArchiveEntry entry, String why) {
    return new EmbeddedServerException(
        Fault.BINARY_UNUSABLE, "archive entry '" + entry.getName() + "' " + why);
  }

  /** The nine permission bits of a Unix mode; set-user and sticky bits are left out on purpose. */
  static Set<PosixFilePermission> permissions(int mode) {
    var set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromHighest = PosixFilePermission.values();
    for (int bit = 0; bit < 9; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        set.add(fromHighest[bit]);
      }
    }
    return set;
  }
}
