package ai.kompl.local.verify.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proof of events finds what it looks for, and nothing else. */
class AppliedBookTest {
  @ParameterizedTest
  @CsvSource({
    "1 2 3 4, 0, 0, 0, 0",
    "1 2 3,   1, 0, 0, 0",
    "1 2 4,   1, 1, 0, 0",
    "4,       3, 3, 0, 0",
    "1 2 2 3 4, 0, 0, 1, 0",
    "1 2 3 4 1, 0, 0, 1, 0",
    "1 3 2 4, 0, 0, 0, 1",
    "4 3 2 1, 0, 0, 0, 3",
    "4 2 2,   2, 2, 1, 1",
  })
  void whatIsMissingDoubledOrTurnedIsCounted(
      String applied, long lost, long skipped, long twice, long disorder) {
    List<Integer> numbers = Arrays.stream(applied.split(" ", -1)).map(Integer::valueOf).toList();

    AppliedBook book = AppliedBook.compare(Map.of("e", 4), Map.of("e", numbers));

    assertThat(book).isEqualTo(new AppliedBook(4, lost, skipped, twice, disorder));
  }

  @ParameterizedTest
  @CsvSource({"3, 3"})
  void anEntityOfWhichNothingWasAppliedIsLost(int stated, long lost) {
    assertThat(AppliedBook.compare(Map.of("e", stated), Map.of()).lost()).isEqualTo(lost);
  }
}
