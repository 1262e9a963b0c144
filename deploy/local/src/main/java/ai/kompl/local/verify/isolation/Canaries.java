package ai.kompl.local.verify.isolation;

import java.util.List;
import java.util.Optional;

/**
 * The texts that stand in all that a tenant owns and nowhere else.
 *
 * @param all one for each tenant, each beginning with {@link #MARK}
 */
record Canaries(List<String> all) {
  static final String MARK = "canary-";

  Canaries {
    all = List.copyOf(all);
    if (!all.stream().allMatch(one -> one.startsWith(MARK))) {
      throw new IllegalArgumentException("a canary begins with " + MARK);
    }
  }

  /** The first canary in a text that is not the reader's own; with none of its own, any. */
  Optional<String> foreign(String text, Optional<String> own) {
    for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
      int here = at;
      Optional<String> found =
          all.stream()
              .filter(one -> text.startsWith(one, here) && own.filter(one::equals).isEmpty())
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
