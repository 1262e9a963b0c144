package ai.kompl.federation.transport;

import ai.kompl.federation.json.Page;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;

/**
 * Reads one HTTP/1.1 answer into one page. After {@link #read()} the body lies in {@link #page()}
 * from {@link #bodyStart()} to {@link #bodyEnd()}. When reading fails, {@link #release()} frees the
 * page.
 */
final class ResponseReader {
  private static final int FIRST_PAGE = 8 << 10;
  private static final int MAX_HEAD = 64 << 10;

  private final Http1Connection connection;
  private final Http1Settings settings;
  private final Instant deadline;
  private Page page;
  private byte[] bytes;
  private int filled;
  private int bodyStart;
  private int bodyEnd;
  private boolean complete;

  ResponseReader(Http1Connection connection, Http1Settings settings, Instant deadline) {
    this.connection = connection;
    this.settings = settings;
    this.deadline = deadline;
    this.page = settings.pages().take(FIRST_PAGE);
    this.bytes = page.bytes();
  }

  /** Whether any byte of the answer has come: from then on the call must not be sent again. */
  boolean anyByte() {
    return filled > 0;
  }

  /** Whether the body ended where it should and nothing came after it. */
  boolean complete() {
    return complete;
  }

  Page page() {
    return page;
  }

  int bodyStart() {
    return bodyStart;
  }

  int bodyEnd() {
    return bodyEnd;
  }

  void release() {
    page.release();
  }

  ResponseHead read() throws IOException, CallFailure {
    ResponseHead head = readHead();
    while (head.status() < 200) {
      // Interim answers (RFC 9110 section 15.2) have no body and are followed by the real one.
      head = readHead();
    }
    if (head.chunked()) {
      readChunks();
    } else if (head.length() >= 0) {
      readLength(head.length());
    } else if (head.status() == 204 || head.status() == 304) {
      bodyEnd = bodyStart;
    } else {
      readToClose();
    }
    return head;
  }

  private ResponseHead readHead() throws IOException, CallFailure {
    int from = bodyStart;
    int search = from;
    while (true) {
      int end = headEnd(search);
      if (end > 0 && end - from <= MAX_HEAD) {
        bodyStart = end;
        return ResponseHead.parse(bytes, from, end);
      }
      search = Math.max(from, filled - 3);
      if (filled - from > MAX_HEAD) {
        throw CallFailure.malformed("headers larger than " + MAX_HEAD + " bytes");
      }
      fill(1);
    }
  }

  private int headEnd(int from) {
    for (int i = from; i + 4 <= filled; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private void readLength(long length) throws IOException, CallFailure {
    checkSize(length);
    bodyEnd = bodyStart + (int) length;
    fill(bodyEnd - filled);
    complete = filled == bodyEnd;
  }

  private void readToClose() throws IOException, CallFailure {
    do {
      checkSize((long) filled - bodyStart);
      room(1);
    } while (readMore() >= 0);
    bodyEnd = filled;
  }

  // RFC 9112 section 7.1. Chunk bodies are moved together, so that the text is one run of bytes.
  private void readChunks() throws IOException, CallFailure {
    int at = bodyStart;
    bodyEnd = bodyStart;
    while (true) {
      int lineEnd = lineEnd(at);
      int size = chunkSize(at, lineEnd);
      at = lineEnd + 2;
      if (size == 0) {
        skipTrailers(at);
        return;
      }
      checkSize((long) bodyEnd - bodyStart + size);
      fill(at + size + 2 - filled);
      System.arraycopy(bytes, at, bytes, bodyEnd, size);
      bodyEnd += size;
      at += size;
      if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
        throw CallFailure.malformed("chunk without an end");
      }
      at += 2;
    }
  }

  private void skipTrailers(int from) throws IOException, CallFailure {
    int at = from;
    int lineEnd = lineEnd(at);
    while (lineEnd > at) {
      if (lineEnd - from > MAX_HEAD) {
        throw CallFailure.malformed("trailers larger than " + MAX_HEAD + " bytes");
      }
      at = lineEnd + 2;
      lineEnd = lineEnd(at);
    }
    complete = filled == lineEnd + 2;
  }

  private int lineEnd(int from) throws IOException, CallFailure {
    for (int i = from; ; i++) {
      fill(i + 2 - filled);
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
      if (i - from > MAX_HEAD) {
        throw CallFailure.malformed("line longer than " + MAX_HEAD + " bytes");
      }
    }
  }

  private int chunkSize(int from, int lineEnd) throws CallFailure {
    int size = 0;
    int at = from;
    for (; at < lineEnd && bytes[at] != ';' && bytes[at] != ' '; at++) {
      int digit = Character.digit(bytes[at], 16);
      if (digit < 0) {
        throw CallFailure.malformed("chunk size is no number");
      }
      if (size > Integer.MAX_VALUE >> 5) {
        throw tooLarge();
      }
      size = size * 16 + digit;
    }
    if (at == from) {
      throw CallFailure.malformed("chunk without a size");
    }
    return size;
  }

  private void checkSize(long length) throws CallFailure {
    if (length > settings.maxResponseBytes()) {
      throw tooLarge();
    }
  }

  private CallFailure tooLarge() {
    return new CallFailure(
        FailureCode.SUBREQUEST_RESPONSE_TOO_LARGE,
        "answer larger than " + settings.maxResponseBytes() + " bytes");
  }

  /** Reads until at least {@code count} more bytes are there. */
  private void fill(int count) throws IOException {
    int wanted = filled + count;
    room(count);
    while (filled < wanted) {
      if (readMore() < 0) {
        throw new EOFException("connection closed by the subgraph");
      }
    }
  }

  private int readMore() throws IOException {
    int read = connection.read(bytes, filled, deadline);
    filled += Math.max(read, 0);
    return read;
  }

  private void room(int count) {
    if (count <= bytes.length - filled) {
      return;
    }
    Page larger = settings.pages().take(Math.max(filled + count, bytes.length * 2));
    System.arraycopy(bytes, 0, larger.bytes(), 0, filled);
    page.release();
    page = larger;
    bytes = larger.bytes();
  }
}
