package ai.kompl.dataloaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  private static final CursorScope NUMBERS =
      new CursorScope(
          new Cursors(new byte[32]),
          new TenantId("00000000000000aa"),
          new ListId("test.numbers", "number"));
  private static final List<Integer> ALL = IntStream.rangeClosed(1, 10).boxed().toList();

  @Test
  void withoutArgumentsTheFirstTwentyFiveAreAskedFor() {
    PageRequest page = PageArguments.NONE.in(NUMBERS);

    assertThat(page.size()).isEqualTo(25);
    assertThat(page.limit()).isEqualTo(26);
    assertThat(page.backward()).isFalse();
    assertThat(page.from()).isEmpty();
  }

  @Test
  void pagingForwardVisitsEveryEntryOnce() {
    List<Integer> visited = new ArrayList<>();
    Optional<String> after = Optional.empty();
    boolean more = true;

    while (more) {
      Connection<Integer> page = read(new PageArguments(3, after.orElse(null), null, null));
      visited.addAll(page.nodes());
      after = page.pageInfo().endCursor();
      more = page.pageInfo().hasNextPage();
    }

    assertThat(visited).isEqualTo(ALL);
  }

  @Test
  void pagingBackwardVisitsEveryEntryOnceAndEachPageIsInListOrder() {
    List<Integer> visited = new ArrayList<>();
    Optional<String> before = Optional.empty();
    boolean more = true;

    while (more) {
      Connection<Integer> page = read(new PageArguments(null, null, 4, before.orElse(null)));
      visited.addAll(0, page.nodes());
      before = page.pageInfo().startCursor();
      more = page.pageInfo().hasPreviousPage();
    }

    assertThat(visited).isEqualTo(ALL);
  }

  @Test
  void anEmptyPageHasNoCursors() {
    Connection<Integer> page =
        Connection.of(PageArguments.NONE.in(NUMBERS), List.of(), Position::of, NONE);

    assertThat(page.edges()).isEmpty();
    assertThat(page.pageInfo().hasNextPage()).isFalse();
    assertThat(page.pageInfo().startCursor()).isEmpty();
    assertThat(page.pageInfo().endCursor()).isEmpty();
  }

  @Test
  void aPageOfZeroStillTellsWhetherThereIsMore() {
    Connection<Integer> page = read(new PageArguments(0, null, null, null));

    assertThat(page.edges()).isEmpty();
    assertThat(page.pageInfo().hasNextPage()).isTrue();
  }

  @Test
  void sizesOutOfBoundsAreRefusedByName() {
    assertRefused(new PageArguments(101, null, null, null), "first");
    assertRefused(new PageArguments(-1, null, null, null), "first");
    assertRefused(new PageArguments(null, null, 101, null), "last");
  }

  @Test
  void bothDirectionsAtOnceAreRefused() {
    assertRefused(new PageArguments(5, null, 5, null), "last");
    assertRefused(new PageArguments(5, null, null, "x"), "before");
    assertRefused(new PageArguments(null, "x", 5, null), "last");
  }

  private static final TotalCount NONE = new TotalCount.Direct(() -> 0);

  private static void assertRefused(PageArguments arguments, String path) {
    assertThatThrownBy(() -> arguments.in(NUMBERS))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.VALIDATION_FAILED);
              assertThat(e.path()).contains(path);
            });
  }

  /** Reads as a statement would: behind the position, in page direction, up to the limit. */
  private static Connection<Integer> read(PageArguments arguments) {
    PageRequest page = arguments.in(NUMBERS);
    @Nullable Long from = page.from().map(position -> position.number(0)).orElse(null);
    List<Integer> ordered = page.backward() ? ALL.reversed() : ALL;
    List<Integer> rows =
        ordered.stream()
            .filter(n -> from == null || (page.backward() ? n < from : n > from))
            .limit(page.limit())
            .toList();
    return Connection.of(page, rows, Position::of, NONE);
  }
}
