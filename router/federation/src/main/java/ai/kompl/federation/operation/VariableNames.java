package ai.kompl.federation.operation;

import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.Node;
import graphql.language.VariableReference;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The variables that parts of a document mention, fragments followed. */
final class VariableNames {
  private final Map<String, FragmentDefinition> fragments;
  private final Set<String> followed = new HashSet<>();
  private final Set<String> names = new TreeSet<>();

  VariableNames(Map<String, FragmentDefinition> fragments) {
    this.fragments = fragments;
  }

  void addFrom(Node<?> node) {
    if (node instanceof VariableReference variable) {
      names.add(variable.getName());
    }
    if (node instanceof FragmentSpread spread && followed.add(spread.getName())) {
      FragmentDefinition fragment = fragments.get(spread.getName());
      if (fragment != null) {
        addFrom(fragment);
      }
    }
    node.getChildren().forEach(this::addFrom);
  }

  Set<String> names() {
    return names;
  }
}
