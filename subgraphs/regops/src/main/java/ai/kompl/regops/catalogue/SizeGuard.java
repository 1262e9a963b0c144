package ai.kompl.regops.catalogue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lets a number of bytes through and refuses the next one. */
final class SizeGuard extends FilterInputStream {

  private final long limit;
  private long seen;

  SizeGuard(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  /** The file is larger than allowed. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(long limit) {
      super("more than " + limit + " bytes");
    }
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) throws TooLarge {
    seen += read;
    if (seen > limit) {
      throw new TooLarge(limit);
    }
  }
}
