package ai.kompl.federation.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "12.5",
        "-3e10",
        "1E-2",
        "\"\"",
        "\"a\\u00e9\\n\\\"\"",
        "[]",
        "{}",
        " [ 1 , 2 ] ",
        "{\"a\":{\"b\":[null,{}]}}",
        "\"snow ☃ and 𝄞\"",
        "\t\r\n1 "
      })
  void validTextIsPassedWhole(String text) {
    assertThat(passes(text.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulll",
        "tru",
        "01",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "--1",
        "\"",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "\"line\nbreak\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1",
        "{\"a\":1 \"b\":2}",
        "1 2",
        "[]]",
        "<html>",
        "NaN",
        "Infinity",
        "'a'",
        "{\"a\":1}}",
        "\uFEFF{}"
      })
  void textThatIsNotJsonIsRefused(String text) {
    assertThat(passes(text.getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    int[][] sequences = {
      {0x80},
      {0xC0, 0x80},
      {0xC1, 0xBF},
      {0xE0, 0x80, 0x80},
      {0xED, 0xA0, 0x80},
      {0xF0, 0x80, 0x80, 0x80},
      {0xF4, 0x90, 0x80, 0x80},
      {0xF5, 0x80, 0x80, 0x80},
      {0xC3},
      {0xE2, 0x98},
      {0xE2, 0x28, 0xA1},
      {0xFF}
    };

    for (int[] sequence : sequences) {
      assertThat(passes(quoted(sequence))).as(Arrays.toString(sequence)).isFalse();
    }
  }

  @Test
  void textInUtf16IsRefused() {
    assertThat(passes("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE))).isFalse();
    assertThat(passes("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE))).isFalse();
  }

  @Test
  void nestingBeyondTheLimitIsRefusedWithItsPosition() {
    String text = "[".repeat(40) + "]".repeat(40);

    assertThat(passes(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThatThrownBy(() -> skip(text.getBytes(StandardCharsets.UTF_8), 39))
        .isInstanceOf(JsonException.class)
        .hasMessage("nesting deeper than 39 at byte 40");
  }

  @Test
  void anEndlessNumberIsRefused() {
    assertThat(passes("1".repeat(1024).getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(passes("1".repeat(1025).getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void everyTruncationOfATextIsRefused() {
    byte[] text =
        "{\"a\":[1.5e3,true,null,\"x\\u00e9☃\"],\"b\":{}}".getBytes(StandardCharsets.UTF_8);

    for (int length = 0; length < text.length; length++) {
      assertThat(passes(Arrays.copyOf(text, length))).as("length " + length).isFalse();
    }
  }

  @Test
  void aStringEndsAtTheSamePlaceWhereverItLies() {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
      }
      int expected = 0;
      while (expected < bytes.length
          && bytes[expected] >= 0x20
          && bytes[expected] != '"'
          && bytes[expected] != '\\') {
        expected++;
      }

      assertThat(Swar.plainEnd(bytes, 0, bytes.length)).isEqualTo(expected);
    }
  }

  @Test
  void valuesKeepTheirMeaning() {
    Object value =
        read(
            "{\"i\":1,\"l\":12345678901,\"b\":123456789012345678901,\"d\":1.50,\"s\":\"a\\u00e9\\/\",\"n\":null,\"t\":[true]}");

    assertThat(value).isEqualTo(expectedValues());
  }

  private static Map<String, @Nullable Object> expectedValues() {
    Map<String, @Nullable Object> map = new HashMap<>();
    map.put("i", 1);
    map.put("l", 12345678901L);
    map.put("b", new BigInteger("123456789012345678901"));
    map.put("d", new BigDecimal("1.50"));
    map.put("s", "aé/");
    map.put("n", null);
    map.put("t", List.of(true));
    return map;
  }

  @Test
  void aRepeatedKeyIsRefused() {
    assertThatThrownBy(() -> read("{\"a\":1,\"a\":2}")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> read("{\"a\":1,\"\\u0061\":2}")).isInstanceOf(JsonException.class);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    String text =
        "quote \" backslash \\ controls \u0000\u0007\n\r\t\b\f\u001f del \u007f é ☃ 𝄞 \u2028";
    JsonBuffer out = new JsonBuffer(4);

    out.addString(text);

    assertThat(JsonValues.read(out.toByteArray(), 1)).isEqualTo(text);
  }

  private static @Nullable Object read(String text) {
    return JsonValues.read(text.getBytes(StandardCharsets.UTF_8), 64);
  }

  private static boolean passes(byte[] text) {
    try {
      skip(text, 64);
      return true;
    } catch (JsonException e) {
      return false;
    }
  }

  private static void skip(byte[] text, int maxDepth) {
    JsonReader reader = new JsonReader(text, 0, text.length, maxDepth);
    reader.skipValue();
    reader.expectEnd();
  }

  private static byte[] quoted(int[] content) {
    byte[] bytes = new byte[content.length + 2];
    bytes[0] = '"';
    for (int i = 0; i < content.length; i++) {
      bytes[i + 1] = (byte) content[i];
    }
    bytes[content.length + 1] = '"';
    return bytes;
  }
}
