package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Content on its way to the storage: already encrypted, in a file that goes away on closing. Its
 * name in the storage is its hash, which is known only when all of it has been read.
 *
 * @param path the encrypted file
 * @param sha256 the hash of the content
 * @param bytes the length of the content
 */
record SealedFile(Path path, String sha256, long bytes) implements AutoCloseable {
  /**
   * Reads, hashes and encrypts.
   *
   * @param parts is given each part of the content before it is kept, and stops it by throwing
   * @throws IOException when the content cannot be read
   * @throws ProblemException UNAVAILABLE when it cannot be kept here, for instance for want of room
   */
  static SealedFile write(
      Path folder, SealedFormat format, InputStream content, Consumer<byte[]> parts)
      throws IOException {
    Path path =
        spooled(() ->
            Files.createTempFile(
                folder,
                "upload-",
                ".sealed",
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))));
    boolean complete = false;
    try (OutputStream target = spooled(() -> Files.newOutputStream(path))) {
      spooled(() -> write(target, format.header()));
      SealedFile file = copy(path, format, content, target, parts);
      complete = true;
      return file;
    } finally {
      if (!complete) {
        Files.delete(path);
      }
    }
  }

  private static SealedFile copy(
      Path path,
      SealedFormat format,
      InputStream content,
      OutputStream target,
      Consumer<byte[]> parts)
      throws IOException {
    MessageDigest hash = Sha256.start();
    long bytes = 0;
    long number = 0;
    byte[] chunk = content.readNBytes(SealedFormat.CHUNK);
    while (chunk.length > 0) {
      bytes += chunk.length;
      parts.accept(chunk);
      hash.update(chunk);
      byte[] next = content.readNBytes(SealedFormat.CHUNK);
      byte[] sealed = format.seal(number, next.length == 0, chunk);
      spooled(() -> write(target, sealed));
      number++;
      chunk = next;
    }
    return new SealedFile(path, HexFormat.of().formatHex(hash.digest()), bytes);
  }

  private static int write(OutputStream target, byte[] bytes) throws IOException {
    target.write(bytes);
    return bytes.length;
  }

  /** A step in the spool folder: that it fails is no fault of whoever sends the content. */
  private static <T> T spooled(Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      System.getLogger(SealedFile.class.getName())
          .log(System.Logger.Level.WARNING, "upload-not-spooled", e);
      throw new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), e);
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
