package ai.kompl.federation.rights;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * One demand on a caller, from one of the federation directives {@code @authenticated}, {@code
 * @requiresScopes} and {@code @policy}. Equal demands are equal whatever the order in which they
 * were written.
 */
public sealed interface Requirement {

  /** Whether whoever meets this demand also meets the other. */
  boolean implies(Requirement other);

  /** The caller is known. */
  record Authenticated() implements Requirement {
    @Override
    public boolean implies(Requirement other) {
      return equals(other);
    }

    @Override
    public String toString() {
      return "authenticated";
    }
  }

  /**
   * The caller's credential carries scopes.
   *
   * @param anyOf sets of scopes, of which one must be held whole; without any set nobody meets the
   *     demand, and everybody meets an empty set
   */
  record Scopes(List<List<String>> anyOf) implements Requirement {
    /** Brings the sets into one order. */
    public Scopes {
      anyOf = ordered(anyOf);
    }

    /** Whether these scopes meet the demand. */
    public boolean metBy(Set<String> held) {
      return anyOf.stream().anyMatch(held::containsAll);
    }

    @Override
    public boolean implies(Requirement other) {
      return other instanceof Scopes scopes && implied(anyOf, scopes.anyOf());
    }

    @Override
    public String toString() {
      return "scopes " + text(anyOf);
    }
  }

  /**
   * Policies hold for the caller.
   *
   * @param anyOf sets of policy names, of which one must hold whole; without any set nobody meets
   *     the demand, and everybody meets an empty set
   */
  record Policies(List<List<String>> anyOf) implements Requirement {
    /** Brings the sets into one order. */
    public Policies {
      anyOf = ordered(anyOf);
    }

    @Override
    public boolean implies(Requirement other) {
      return other instanceof Policies policies && implied(anyOf, policies.anyOf());
    }

    @Override
    public String toString() {
      return "policies " + text(anyOf);
    }
  }

  private static List<List<String>> ordered(List<List<String>> anyOf) {
    return anyOf.stream()
        .map(all -> all.stream().distinct().sorted().toList())
        .distinct()
        .sorted(Comparator.comparing(Object::toString))
        .toList();
  }

  private static boolean implied(List<List<String>> met, List<List<String>> demanded) {
    return met.stream().allMatch(held -> demanded.stream().anyMatch(held::containsAll));
  }

  private static String text(List<List<String>> anyOf) {
    return anyOf.isEmpty()
        ? "that nobody has"
        : String.join(" or ", anyOf.stream().map(all -> String.join(" and ", all)).toList());
  }
}
