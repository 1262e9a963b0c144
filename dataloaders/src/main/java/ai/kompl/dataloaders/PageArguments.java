package ai.kompl.dataloaders;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The four paging arguments as a client sent them.
 *
 * @param first how many from the start or after {@code after}
 * @param after cursor to go on behind
 * @param last how many up to the end or before {@code before}
 * @param before cursor to go back from
 */
public record PageArguments(
    @Nullable Integer first,
    @Nullable String after,
    @Nullable Integer last,
    @Nullable String before) {

  /** No argument: the first page of the default size. */
  public static final PageArguments NONE = new PageArguments(null, null, null, null);

  /**
   * Checks the arguments against a list.
   *
   * @throws ProblemException {@code VALIDATION_FAILED} for a size out of bounds, a cursor that is
   *     not of this list, or arguments of both directions at once
   */
  public PageRequest in(CursorScope scope) {
    boolean backward = last != null || before != null;
    if (backward && (first != null || after != null)) {
      throw ProblemException.at(
          last == null ? "before" : "last",
          Problem.VALIDATION_FAILED,
          "Page either forward with first and after, or backward with last and before.");
    }
    return backward
        ? request(scope, PageRequest.Direction.BACKWARD, last, before)
        : request(scope, PageRequest.Direction.FORWARD, first, after);
  }

  private static PageRequest request(
      CursorScope scope,
      PageRequest.Direction direction,
      @Nullable Integer size,
      @Nullable String cursor) {
    boolean forward = direction == PageRequest.Direction.FORWARD;
    int checked = checked(size, forward ? "first" : "last");
    Optional<Position> from =
        Optional.ofNullable(cursor).map(text -> scope.read(text, forward ? "after" : "before"));
    return new PageRequest(scope, checked, direction, from);
  }

  private static int checked(@Nullable Integer size, String path) {
    if (size == null) {
      return PageRequest.DEFAULT_SIZE;
    }
    if (size < 0 || size > PageRequest.MAX_SIZE) {
      throw ProblemException.at(
          path,
          Problem.VALIDATION_FAILED,
          "A page has 0 to %d entries; %d were asked for.".formatted(PageRequest.MAX_SIZE, size));
    }
    return size;
  }
}
