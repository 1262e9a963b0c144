package ai.kompl.local.cli;

import ai.kompl.tenancy.caller.settings.Settings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything the product keeps; one living process works in it at a time. */
record DataDir(Path path) {
  private static final String MARKER = ".kompl-data";
  private static final String MARKER_TEXT =
      "This folder is KOMPL.AI's. ./kompl reset deletes it as a whole.\n";
  private static final String STATE = "kompl.json";
  private static final String LOCK = "kompl.lock";

  /** The folder that the settings name, else the usual one. */
  static DataDir of(Settings settings, Path root) {
    Path path = settings.find(LaunchKeys.DATA_DIR).orElse(root.resolve(".kompl").resolve("data"));
    return new DataDir(path.toAbsolutePath().normalize());
  }

  /** Makes the folder where it is missing; one that is not empty and not ours is left alone. */
  void prepare() {
    try {
      Files.createDirectories(path);
      if (!isOurs()) {
        try (Stream<Path> content = Files.list(path)) {
          if (content.findAny().isPresent()) {
            throw new CommandFailure(
                Command.FAILED,
                "the folder "
                    + path
                    + " is not empty and was not made by ./kompl; name another one with --data-dir");
          }
        }
        Files.writeString(path.resolve(MARKER), MARKER_TEXT);
      }
      Files.createDirectories(logs());
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  boolean isOurs() {
    return Files.isRegularFile(path.resolve(MARKER));
  }

  Path logs() {
    return path.resolve("logs");
  }

  /** What the process that works here has written down, if it still lives. */
  Optional<RunState> living() {
    return written().filter(state -> state.process().isPresent());
  }

  private Optional<RunState> written() {
    try {
      return RunState.parse(Files.readString(path.resolve(STATE)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  void write(RunState state) {
    try {
      Path fresh = Files.writeString(path.resolve(STATE + ".new"), state.json());
      Files.move(fresh, path.resolve(STATE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  void forgetState() {
    try {
      Files.deleteIfExists(path.resolve(STATE));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Takes the folder for this process. The operating system gives it back when the process ends,
   * however it ends.
   *
   * @throws CommandFailure saying who holds it and how to stop that one
   */
  FileChannel take() {
    try {
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        String holder =
            living()
                .map(state ->
                    "process "
                        + state.pid()
                        + state
                            .endpoint()
                            .map(address -> ", which answers at " + address)
                            .orElse(", which is starting"))
                .orElse("another process");
        throw new CommandFailure(
            Command.FAILED,
            "the data in "
                + path
                + " are in use by "
                + holder
                + ".\nStop it with ./kompl down, or work on other data with --data-dir");
      }
      return channel;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The bytes of all files; files that vanish meanwhile count nothing. */
  long size() {
    var bytes = new AtomicLong();
    walk(
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes.get();
  }

  /** Deletes the folder with all in it. */
  void delete() {
    walk(
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void walk(SimpleFileVisitor<Path> visitor) {
    try {
      Files.walkFileTree(path, visitor);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private CommandFailure unusable(IOException e) {
    return new CommandFailure(
        Command.FAILED,
        "cannot read or write the data folder "
            + path
            + " ("
            + e.getMessage()
            + "); check its owner and rights",
        e);
  }
}
