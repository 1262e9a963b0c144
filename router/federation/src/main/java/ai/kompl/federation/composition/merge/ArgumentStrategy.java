package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Literals;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.IntValue;
import graphql.language.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How differing arguments of a federation directive become one. */
final class ArgumentStrategy {
  private ArgumentStrategy() {}

  /** Whether differing applications of the directive are merged and not chosen from. */
  static boolean merges(@Nullable FederationDirective directive) {
    return directive == FederationDirective.REQUIRES_SCOPES
        || directive == FederationDirective.POLICY
        || directive == FederationDirective.COST
        || directive == FederationDirective.LIST_SIZE;
  }

  /**
   * The merged value of one argument; values not given are left out of the list; null when there is
   * none.
   */
  static @Nullable Value<?> merge(String argument, List<Value<?>> values) {
    if (values.isEmpty()) {
      return null;
    }
    return switch (argument) {
      case "scopes", "policies" -> conjunction(values);
      case "slicingArguments", "sizedFields" -> union(values);
      case "requireOneSlicingArgument" ->
          Literals.flag(
              values.stream()
                  .allMatch(value -> value instanceof BooleanValue flag && flag.isValue()));
      default -> maximum(values);
    };
  }

  private static Value<?> maximum(List<Value<?>> values) {
    BigInteger max = null;
    for (Value<?> value : values) {
      if (value instanceof IntValue number
          && (max == null || number.getValue().compareTo(max) > 0)) {
        max = number.getValue();
      }
    }
    return max == null ? values.getFirst() : Literals.integer(max);
  }

  private static Value<?> union(List<Value<?>> values) {
    Set<String> all = new LinkedHashSet<>();
    values.forEach(value -> all.addAll(Literals.strings(value)));
    return Literals.list(all.stream().map(Literals::string).toList());
  }

  /**
   * All of them must hold; each is an "any of" over "all of", so the product is taken and what is
   * implied dropped.
   */
  private static Value<?> conjunction(List<Value<?>> values) {
    List<Set<String>> result = List.of(Set.of());
    for (Value<?> value : values) {
      result = product(result, alternatives(value));
    }
    return Literals.list(
        minimal(result).stream()
            .map(all -> Literals.list(all.stream().map(Literals::string).toList()))
            .toList());
  }

  /** The alternatives of a {@code [[String]]} value. */
  static List<Set<String>> alternatives(@Nullable Value<?> value) {
    List<Set<String>> found = new ArrayList<>();
    if (value instanceof ArrayValue outer) {
      outer.getValues().forEach(inner -> found.add(new TreeSet<>(Literals.strings(inner))));
    }
    return found;
  }

  private static List<Set<String>> product(List<Set<String>> left, List<Set<String>> right) {
    List<Set<String>> out = new ArrayList<>();
    for (Set<String> one : left) {
      for (Set<String> other : right) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        out.add(both);
      }
    }
    return out;
  }

  private static List<Set<String>> minimal(List<Set<String>> alternatives) {
    List<Set<String>> out = new ArrayList<>();
    for (Set<String> candidate : new LinkedHashSet<>(alternatives)) {
      boolean implied =
          alternatives.stream()
              .anyMatch(other -> !other.equals(candidate) && candidate.containsAll(other));
      if (!implied) {
        out.add(candidate);
      }
    }
    return out;
  }
}
