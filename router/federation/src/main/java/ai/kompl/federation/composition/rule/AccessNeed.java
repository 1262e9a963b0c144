package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Literals;
import graphql.language.ArrayValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an element demands of a caller. Scopes and policies are alternatives, each a set that must
 * be held whole; the list with one empty set demands nothing.
 */
record AccessNeed(boolean authenticated, List<Set<String>> scopes, List<Set<String>> policies) {
  private static final List<Set<String>> NOTHING = List.of(Set.of());

  static AccessNeed of(@Nullable Element element) {
    if (element == null) {
      return new AccessNeed(false, NOTHING, NOTHING);
    }
    return new AccessNeed(
        element.has(FederationDirective.AUTHENTICATED),
        alternatives(element.first(FederationDirective.REQUIRES_SCOPES), "scopes"),
        alternatives(element.first(FederationDirective.POLICY), "policies"));
  }

  private static List<Set<String>> alternatives(@Nullable Applied applied, String argument) {
    if (applied == null
        || !(applied.arguments().get(argument) instanceof ArrayValue outer)
        || outer.getValues().isEmpty()) {
      return NOTHING;
    }
    List<Set<String>> found = new ArrayList<>();
    outer.getValues().forEach(inner -> found.add(new HashSet<>(Literals.strings(inner))));
    return found;
  }

  /** Both demands together. */
  AccessNeed and(AccessNeed other) {
    return new AccessNeed(
        authenticated || other.authenticated,
        both(scopes, other.scopes),
        both(policies, other.policies));
  }

  private static List<Set<String>> both(List<Set<String>> left, List<Set<String>> right) {
    List<Set<String>> out = new ArrayList<>();
    for (Set<String> one : left) {
      for (Set<String> other : right) {
        Set<String> union = new HashSet<>(one);
        union.addAll(other);
        out.add(union);
      }
    }
    return out;
  }

  /** Whether whoever meets this demand meets the other. */
  boolean implies(AccessNeed other) {
    return (authenticated || !other.authenticated)
        && implies(scopes, other.scopes)
        && implies(policies, other.policies);
  }

  private static boolean implies(List<Set<String>> left, List<Set<String>> right) {
    return left.stream().allMatch(held -> right.stream().anyMatch(held::containsAll));
  }
}
