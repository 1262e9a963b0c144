package ai.kompl.tenancy.data.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes expected here were made by another program after the written form. */
class AuditFormTest {
  private static final AuditPlace PLACE =
      new AuditPlace("00000000000000aa", 1, new UUID(1, 2), Instant.EPOCH);
  private static final AuditAct ACT = new AuditAct("CHANGE", "a.b", "Entry", "entry_1");
  private static final AuditText TEXT =
      new AuditText(new UUID(3, 4), Optional.of("why"), "{\"a\":\"é\"}");

  @Test
  void theHashOfARecordIsThatOfItsCanonicalJson() {
    assertThat(record("re\"q\n\u001f\u20ac/", Optional.empty()).hash())
        .hasToString("96eecc96356ea0966f8bbc05dcb7a088ef9f98ecf9f64ce075f07155470833ea");
  }

  @Test
  void theDigestOfATextCoversSaltReasonAndDetails() {
    assertThat(TEXT.digest())
        .hasToString("74326d22f01fb98f4dd0882eb168191a335b2548fd0f4854b1cfdd5a1d2b7642");
  }

  @Test
  void recordsOfTheFirstFormKeepTheirHash() {
    AuditRecord link = record("request-1", Optional.empty());
    AuditDigest hash =
        AuditDigest.parse("e4c7bf93c2947db299ea5ffcb2ccdf48381837d5e0194dceeb79565d39971e61");

    assertThat(new KeptRecord(1, link, Optional.of(TEXT), hash).whole()).isTrue();
    assertThat(new KeptRecord(2, link, Optional.of(TEXT), hash).whole()).isFalse();
    assertThat(new KeptRecord(3, link, Optional.of(TEXT), hash).whole()).isFalse();
    assertThat(new KeptRecord(1, link, Optional.empty(), hash).whole()).isFalse();
  }

  @Test
  void absentAndEmptyDiffer() {
    AuditDigest salted = new AuditText(new UUID(3, 4), Optional.of(""), "{}").digest();

    assertThat(new AuditText(new UUID(3, 4), Optional.empty(), "{}").digest()).isNotEqualTo(salted);
    assertThat(record("", Optional.of(salted)).hash())
        .isNotEqualTo(record("", Optional.empty()).hash());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    CanonicalJson written =
        CanonicalJson.object().with("b", "x\u0000\u001f\"\\/é\ud83d\ude00").with("a", 12);

    assertThat(CanonicalJson.parse(written.toString()).toString()).isEqualTo(written.toString());
    assertThat(written.toString()).startsWith("{\"a\":12,\"b\":\"x\\u0000\\u001f\\\"\\\\/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}x",
        "{} ",
        "{\"b\":1,\"a\":1}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":01}",
        "{\"a\": 1}",
        "{\"a\":-1}",
        "{\"a\":1.0}",
        "{\"a\":null}",
        "{\"a\":{}}",
        "{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\/\"}",
        "{\"a\":\"\\u00G0\"}",
        "{\"a\":9999999999999999999}",
        "[1]",
        "{\"a\"}"
      })
  void anyOtherFormIsRefused(String text) {
    assertThatThrownBy(() -> CanonicalJson.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void membersAreReadByTheirTypes() {
    CanonicalJson json = CanonicalJson.parse("{\"n\":7,\"t\":\"x\"}");

    assertThat(json.number("n")).isEqualTo(7);
    assertThat(json.text("t")).isEqualTo("x");
    assertThat(json.optionalText("none")).isEmpty();
    for (String wrong : List.of("n", "none")) {
      assertThatThrownBy(() -> json.text(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> json.number("t")).isInstanceOf(IllegalArgumentException.class);
  }

  private static AuditRecord record(String request, Optional<AuditDigest> text) {
    var actor = new AuditActor("user:u", "USER", Optional.empty(), request, "session-1");
    return new AuditRecord(PLACE, actor, ACT, text, AuditDigest.ORIGIN);
  }
}
