package ai.kompl.federation.transport;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Status line and headers of an HTTP/1.1 answer (RFC 9112 sections 4 to 6), as far as they decide
 * how the body is read.
 *
 * @param status the status code
 * @param length the body's length, or -1 when no header tells it
 * @param chunked whether the body comes in chunks
 * @param keepAlive whether the connection may be used again
 * @param json whether the content type is a JSON one
 */
record ResponseHead(int status, long length, boolean chunked, boolean keepAlive, boolean json) {
  /** Whether a content type says that the body is JSON. */
  static boolean isJson(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    int end = type.indexOf(';');
    String essence = end < 0 ? type : type.substring(0, end).strip();
    return essence.equals("application/json") || essence.endsWith("+json");
  }

  /** Reads a head whose bytes end with the blank line. */
  static ResponseHead parse(byte[] bytes, int from, int to) throws CallFailure {
    Parsing head = new Parsing();
    int lineEnd = lineEnd(bytes, from, to);
    head.statusLine(text(bytes, from, lineEnd));
    for (int at = lineEnd + 2; at < to - 2; at = lineEnd + 2) {
      lineEnd = lineEnd(bytes, at, to);
      head.header(text(bytes, at, lineEnd));
    }
    return head.finish();
  }

  private static int lineEnd(byte[] bytes, int from, int to) throws CallFailure {
    for (int i = from; i + 1 < to; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    throw CallFailure.malformed("header line without an end");
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static final class Parsing {
    private int status;
    private long length = -1;
    private boolean chunked;
    private boolean keepAlive;
    private boolean json;

    void statusLine(String line) throws CallFailure {
      if (!line.startsWith("HTTP/1.") || line.length() < 12 || line.charAt(8) != ' ') {
        throw CallFailure.malformed("not an HTTP/1.1 answer");
      }
      keepAlive = line.charAt(7) != '0';
      for (int i = 9; i < 12; i++) {
        int digit = Character.digit(line.charAt(i), 10);
        if (digit < 0) {
          throw CallFailure.malformed("no HTTP status");
        }
        status = status * 10 + digit;
      }
    }

    void header(String line) throws CallFailure {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw CallFailure.malformed("header line without a name");
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> contentLength(value);
        case "transfer-encoding" -> transferEncoding(value);
        case "content-encoding" -> contentEncoding(value);
        case "connection" -> keepAlive &= !value.equalsIgnoreCase("close");
        case "content-type" -> json = isJson(value);
        default -> {}
      }
    }

    private void contentLength(String value) throws CallFailure {
      if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(Parsing::isDigit)) {
        throw CallFailure.malformed("Content-Length is no number");
      }
      long parsed = Long.parseLong(value);
      if (length >= 0 && length != parsed) {
        throw CallFailure.malformed("two different Content-Length headers");
      }
      length = parsed;
    }

    private void transferEncoding(String value) throws CallFailure {
      if (chunked || !value.equalsIgnoreCase("chunked")) {
        throw CallFailure.malformed("transfer encoding other than chunked");
      }
      chunked = true;
    }

    private static void contentEncoding(String value) throws CallFailure {
      if (!value.equalsIgnoreCase("identity")) {
        throw CallFailure.malformed("content encoding that was not asked for");
      }
    }

    private static boolean isDigit(int c) {
      return c >= '0' && c <= '9';
    }

    ResponseHead finish() throws CallFailure {
      if (chunked && length >= 0) {
        // RFC 9112 section 6.1: an attempt to smuggle; the connection is not to be trusted.
        throw CallFailure.malformed("both Content-Length and chunks");
      }
      return new ResponseHead(status, length, chunked, keepAlive, json);
    }
  }
}
