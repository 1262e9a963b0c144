package ai.kompl.federation.composition.contract;

import java.util.Set;

/**
 * What part of a supergraph one kind of client sees, told by tags.
 *
 * @param include when not empty, only fields that carry one of these tags, or whose type does, are
 *     shown
 * @param exclude what carries one of these tags is hidden; stronger than include
 * @param hideUnreachable whether types that no visible root field leads to are hidden too
 */
public record Contract(Set<String> include, Set<String> exclude, boolean hideUnreachable) {

  /** Everything is shown. */
  public static final Contract ALL = new Contract(Set.of(), Set.of(), false);

  /** Copies the sets. */
  public Contract {
    include = Set.copyOf(include);
    exclude = Set.copyOf(exclude);
  }
}
