package ai.kompl.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Whole folders: copied, given away, deleted. Links are never followed. */
final class FileTree {
  private FileTree() {}

  static void delete(Path root) {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    walk(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void copy(Path from, Path to) {
    each(
        from,
        path ->
            Files.copy(
                path,
                to.resolve(from.relativize(path).toString()),
                StandardCopyOption.COPY_ATTRIBUTES,
                LinkOption.NOFOLLOW_LINKS));
  }

  /** Copies the files that are not there yet, and the folders they are in. */
  static void addMissing(Path from, Path to) {
    each(
        from,
        path -> {
          Path target = to.resolve(from.relativize(path).toString());
          if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
          }
        });
  }

  static void giveTo(Path root, int user, int group) {
    each(
        root,
        path -> {
          Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        });
  }

  private interface Step {
    void apply(Path path) throws IOException;
  }

  /** Applies the step to the root, then to everything below, each folder before its content. */
  private static void each(Path root, Step step) {
    walk(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            step.apply(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            step.apply(file);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void walk(Path root, SimpleFileVisitor<Path> visitor) {
    try {
      Files.walkFileTree(root, visitor);
    } catch (IOException e) {
      throw DataFolder.unreadable(root, e);
    }
  }
}
