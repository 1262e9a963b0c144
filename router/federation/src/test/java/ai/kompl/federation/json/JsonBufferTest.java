package ai.kompl.federation.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Buffers on pages of a pool. */
class JsonBufferTest {
  private static final int PAGE = 4096;

  private final PagePool pool = new PagePool(1 << 20);

  @Test
  void aReleasedPageIsTakenByTheNextBuffer() {
    JsonBuffer first = JsonBuffer.on(pool, PAGE);
    byte[] page = first.array();
    first.release();

    assertThat(JsonBuffer.on(pool, PAGE).array()).isSameAs(page);
  }

  @Test
  void aReleasedBufferShowsNothingOfWhatIsWrittenNext() {
    JsonBuffer first = JsonBuffer.on(pool, PAGE);
    first.addAscii("one tenant's");
    first.release();
    first.release();
    JsonBuffer second = JsonBuffer.on(pool, PAGE);
    second.addAscii("another's");
    JsonBuffer third = JsonBuffer.on(pool, PAGE);

    assertThat(first.length()).isZero();
    assertThat(first.toByteArray()).isEmpty();
    assertThat(third.array()).isNotSameAs(second.array());
  }

  @Test
  void aBufferThatOutgrowsItsPageKeepsItsTextAndGivesThePageBack() {
    JsonBuffer buffer = JsonBuffer.on(pool, PAGE);
    byte[] small = buffer.array();
    buffer.addAscii("x".repeat(PAGE));
    buffer.addAscii("y");

    assertThat(new String(buffer.toByteArray(), StandardCharsets.US_ASCII))
        .isEqualTo("x".repeat(PAGE) + "y");
    assertThat(pool.take(PAGE).bytes()).isSameAs(small);
  }
}
