package ai.kompl.tenancy.data.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The hash of records as they were first written: each field as its length and its UTF-8 text, the
 * texts themselves among them. Kept so that such records can still be verified.
 */
final class FirstForm {
  private static final String FORM = "kompl-audit-1";

  private FirstForm() {}

  static AuditDigest hash(AuditRecord link, AuditText text) {
    List<Optional<String>> fields =
        List.of(
            Optional.of(FORM),
            Optional.of(link.place().tenant()),
            Optional.of(Long.toString(link.place().sequence())),
            Optional.of(link.place().id().toString()),
            Optional.of(link.place().at().toString()),
            Optional.of(link.act().category()),
            Optional.of(link.act().action()),
            Optional.of(link.actor().name()),
            Optional.of(link.actor().kind()),
            link.actor().onBehalfOf(),
            Optional.of(link.act().subjectType()),
            Optional.of(link.act().subjectId()),
            text.reason(),
            Optional.of(link.actor().requestId()),
            Optional.of(link.actor().sessionId()),
            Optional.of(text.details()));
    var canonical = new ByteArrayOutputStream();
    canonical.writeBytes(link.previous().bytes());
    fields.forEach(field -> write(field, canonical));
    return AuditDigest.of(canonical.toByteArray());
  }

  private static void write(Optional<String> field, ByteArrayOutputStream canonical) {
    // Absent is told apart from empty: its length is -1.
    byte[] text = field.map(f -> f.getBytes(StandardCharsets.UTF_8)).orElse(new byte[0]);
    int length = field.isPresent() ? text.length : -1;
    canonical.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    canonical.writeBytes(text);
  }
}
