package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What another thread writes, read as it comes: so that nothing of a tenant's lies on a disk in the
 * clear. Its end is reached only when the writer came to its own.
 */
final class ArchiveStream extends FilterInputStream {
  private static final int ROOM = 256 * 1024;

  private final Thread writer;
  private final AtomicReference<Optional<Exception>> failure =
      new AtomicReference<>(Optional.empty());

  /** Writes an archive. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private ArchiveStream(PipedInputStream pipe, PipedOutputStream out, Content content) {
    super(pipe);
    this.writer = Thread.ofVirtual().name("archive-writer").unstarted(() -> write(out, content));
  }

  static ArchiveStream of(Content content) throws IOException {
    var pipe = new PipedInputStream(ROOM);
    var stream = new ArchiveStream(pipe, new PipedOutputStream(pipe), content);
    stream.writer.start();
    return stream;
  }

  private void write(PipedOutputStream out, Content content) {
    try (out) {
      content.writeTo(out);
    } catch (IOException | ProblemException e) {
      failure.set(Optional.of(e));
    }
  }

  @Override
  public int read() throws IOException {
    return ended(super.read());
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    return ended(super.read(bytes, from, count));
  }

  private int ended(int read) throws IOException {
    if (read < 0) {
      await();
      switch (failure.get().orElse(null)) {
        case null -> {}
        case ProblemException problem -> throw problem;
        case Exception other -> throw new IOException("the archive was not written", other);
      }
    }
    return read;
  }

  private void await() throws IOException {
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an archive was written", e);
    }
  }

  /** A writer that is not at its end meets a closed pipe and gives up. */
  @Override
  public void close() throws IOException {
    super.close();
    writer.interrupt();
    await();
  }
}
