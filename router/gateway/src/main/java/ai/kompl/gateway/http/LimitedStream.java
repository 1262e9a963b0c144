package ai.kompl.gateway.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A stream that refuses to give more bytes than its limit. */
final class LimitedStream extends FilterInputStream {
  private final Supplier<? extends RuntimeException> refusal;
  private long left;

  LimitedStream(InputStream in, long limit, Supplier<? extends RuntimeException> refusal) {
    super(in);
    this.left = limit;
    this.refusal = refusal;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int got = super.read(target, offset, length);
    if (got > 0) {
      count(got);
    }
    return got;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = super.skip(wanted);
    count(skipped);
    return skipped;
  }

  /** Past the limit nobody waits for the rest, as closing a request's body would. */
  @Override
  public void close() throws IOException {
    if (left >= 0) {
      super.close();
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw refusal.get();
    }
  }
}
