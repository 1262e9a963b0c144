package ai.kompl.federation.operation;

import ai.kompl.federation.error.EngineErrorCode;
import ai.kompl.federation.error.GraphQlError;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts what an operation selects, each fragment counted wherever it is spread, before anything
 * else looks at it. Spreads count like fields: fragments that only spread one another would
 * otherwise be followed without end. A fragment that spreads itself is left to validation, which
 * refuses it.
 */
final class LimitCheck {
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Limits limits;
  private int selected;
  private int aliases;

  LimitCheck(Document document, Limits limits) {
    this.limits = limits;
    for (FragmentDefinition fragment : document.getDefinitionsOfType(FragmentDefinition.class)) {
      fragments.put(fragment.getName(), fragment);
    }
  }

  void check(OperationDefinition operation) {
    walk(operation.getSelectionSet(), 1);
  }

  private void walk(@Nullable SelectionSet selections, int depth) {
    if (selections == null) {
      return;
    }
    for (Selection<?> selection : selections.getSelections()) {
      countSelection(selection);
      switch (selection) {
        case Field field -> {
          count(field, depth);
          walk(field.getSelectionSet(), depth + 1);
        }
        case InlineFragment fragment -> walk(fragment.getSelectionSet(), depth);
        case FragmentSpread spread -> {
          FragmentDefinition fragment = fragments.get(spread.getName());
          if (fragment != null && open.add(spread.getName())) {
            walk(fragment.getSelectionSet(), depth);
            open.remove(spread.getName());
          }
        }
        default -> throw new IllegalStateException("unknown kind of selection");
      }
    }
  }

  private void countSelection(Selection<?> selection) {
    selected++;
    if (selected > limits.maxFields()) {
      throw refusal(
          EngineErrorCode.OPERATION_TOO_COMPLEX,
          "The operation selects more than " + limits.maxFields() + " fields and fragments.",
          selection);
    }
  }

  private void count(Field field, int depth) {
    if (field.getAlias() != null) {
      aliases++;
    }
    if (depth > limits.maxDepth()) {
      throw refusal(
          EngineErrorCode.OPERATION_TOO_DEEP,
          "Fields are nested deeper than " + limits.maxDepth() + " levels.",
          field);
    }
    if (aliases > limits.maxAliases()) {
      throw refusal(
          EngineErrorCode.OPERATION_TOO_COMPLEX,
          "The operation has more than " + limits.maxAliases() + " aliases.",
          field);
    }
    if (!limits.introspection()
        && (field.getName().equals("__schema") || field.getName().equals("__type"))) {
      throw refusal(
          EngineErrorCode.INTROSPECTION_DISABLED, "Introspection is switched off.", field);
    }
  }

  private static RejectedOperationException refusal(
      EngineErrorCode code, String message, Selection<?> at) {
    List<GraphQlError.Location> locations =
        at.getSourceLocation() == null
            ? List.of()
            : List.of(
                new GraphQlError.Location(
                    at.getSourceLocation().getLine(), at.getSourceLocation().getColumn()));
    return new RejectedOperationException(List.of(GraphQlError.of(code, message, locations)));
  }
}
