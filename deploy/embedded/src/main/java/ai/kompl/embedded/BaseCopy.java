package ai.kompl.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Copies the data of a running server between the begin and the end of a backup. Files may change,
 * grow or vanish meanwhile: the log that is kept with the copy sets that right.
 */
final class BaseCopy extends SimpleFileVisitor<Path> {
  private static final Path CONTROL = Path.of("global", "pg_control");

  /** Folders that every server makes anew; those that start from the copy need them empty. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> LEFT_OUT =
      Set.of(
          "postmaster.pid",
          "postmaster.opts",
          "postgresql.auto.conf.tmp",
          "standby.signal",
          "recovery.signal",
          "backup_label",
          "tablespace_map",
          "pg_internal.init",
          PostgresConfiguration.FILE);

  private final Path from;
  private final Path to;

  private BaseCopy(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /** Copies the data; the file that says how far they are comes last. */
  static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      Files.walkFileTree(from, new BaseCopy(from, to));
      Files.createDirectories(to.resolve("pg_wal").resolve("archive_status"));
      Files.createDirectories(to.resolve("pg_wal").resolve("summaries"));
      Files.copy(from.resolve(CONTROL), to.resolve(CONTROL), StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(to, TarXz.permissions(0700));
    } catch (IOException e) {
      throw DataFolder.unreadable(to, e);
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    Path within = from.relativize(folder);
    Files.createDirectories(to.resolve(within));
    boolean emptied =
        EMPTIED.contains(within.toString())
            || within.getFileName().toString().startsWith("pgsql_tmp");
    return emptied ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Path within = from.relativize(file);
    if (LEFT_OUT.contains(within.getFileName().toString()) || within.equals(CONTROL)) {
      return FileVisitResult.CONTINUE;
    }
    try {
      Files.copy(file, to.resolve(within), StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // Dropped meanwhile: the log tells so.
      return FileVisitResult.CONTINUE;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
