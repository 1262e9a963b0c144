package ai.kompl.tenancy.vault.content;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a file is, told from its first bytes and not from its name. */
enum FileKind {
  PDF("255044462d"),
  PNG("89504e470d0a1a0a"),
  JPEG("ffd8ff"),
  GIF("474946383961", "474946383761"),
  ZIP("504b0304"),
  /** Programs for Linux, macOS and the Java machine; never accepted. */
  EXECUTABLE("7f454c46", "feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe"),
  /** Text that begins like JSON. */
  JSON,
  /** Text that begins like XML. */
  XML,
  TEXT,
  OTHER;

  /** Nobody has said what it is. */
  private static final String UNDECLARED = "application/octet-stream";

  private static final Map<String, Set<FileKind>> ACCEPTED =
      Map.ofEntries(
          Map.entry(UNDECLARED, EnumSet.complementOf(EnumSet.of(EXECUTABLE))),
          Map.entry("application/pdf", Set.of(PDF)),
          Map.entry("image/png", Set.of(PNG)),
          Map.entry("image/jpeg", Set.of(JPEG)),
          Map.entry("image/gif", Set.of(GIF)),
          Map.entry("application/zip", Set.of(ZIP)),
          Map.entry("application/json", Set.of(JSON)),
          Map.entry("application/xml", Set.of(XML)),
          Map.entry("text/xml", Set.of(XML)),
          Map.entry("text/plain", Set.of(TEXT, JSON, XML)),
          Map.entry("text/csv", Set.of(TEXT, JSON, XML)),
          Map.entry("text/markdown", Set.of(TEXT, JSON, XML)));

  private static final List<String> OFFICE =
      List.of(
          "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.");

  private static final int LONGEST_MARK = 8;

  /** What such files begin with, in hexadecimal digits, separated by spaces. */
  private final String marks;

  FileKind(String... marks) {
    this.marks = String.join(" ", marks);
  }

  static FileKind of(byte[] beginning) {
    String begin = HexFormat.of().formatHex(beginning, 0, Math.min(beginning.length, LONGEST_MARK));
    for (FileKind kind : values()) {
      if (Stream.of(kind.marks.split(" ")).anyMatch(m -> !m.isEmpty() && begin.startsWith(m))) {
        return kind;
      }
    }
    Optional<String> text = text(beginning);
    if (text.isEmpty()) {
      // Windows programs have but two letters in front, with which a text may begin as well.
      return begin.startsWith("4d5a") ? EXECUTABLE : OTHER;
    }
    String content = text.get().stripLeading();
    if (content.startsWith("{") || content.startsWith("[")) {
      return JSON;
    }
    return content.startsWith("<") ? XML : TEXT;
  }

  /** The kinds that may be declared as that type; empty when the type is not accepted at all. */
  static Set<FileKind> of(String mediaType) {
    if (OFFICE.stream().anyMatch(mediaType::startsWith)) {
      return Set.of(ZIP);
    }
    return ACCEPTED.getOrDefault(mediaType, Set.of());
  }

  /** The beginning as text, if it is UTF-8 without control characters; its last one may be cut. */
  private static Optional<String> text(byte[] beginning) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(beginning.length);
    if (decoder.decode(ByteBuffer.wrap(beginning), chars, false).isError()) {
      return Optional.empty();
    }
    String text = chars.flip().toString();
    String unmarked = text.startsWith("\ufeff") ? text.substring(1) : text;
    boolean plain = unmarked.chars().allMatch(c -> c >= ' ' || "\t\n\r\f".indexOf(c) >= 0);
    return plain ? Optional.of(unmarked) : Optional.empty();
  }
}
