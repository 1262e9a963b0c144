package ai.kompl.federation.operation;

import ai.kompl.federation.operation.DocumentReader.SelectedOperation;
import graphql.language.Definition;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The root fields of an operation as the client wrote them, fragments followed. */
public final class RootSelection {
  private final SelectedOperation selected;
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final List<RootField> fields = new ArrayList<>();
  private final List<Selection<?>> introspection = new ArrayList<>();

  /** For a valid operation. */
  public RootSelection(SelectedOperation selected) {
    this.selected = selected;
    for (FragmentDefinition fragment :
        selected.document().getDefinitionsOfType(FragmentDefinition.class)) {
      fragments.put(fragment.getName(), fragment);
    }
    collect(selected.operation().getSelectionSet(), List.of());
  }

  /** The fields, in the client's order. */
  public List<RootField> fields() {
    return List.copyOf(fields);
  }

  /** A document with only the introspection fields left in the operation. */
  public Document introspection() {
    OperationDefinition operation =
        selected
            .operation()
            .transform(builder ->
                builder
                    .selectionSet(SelectionSet.newSelectionSet().selections(introspection).build())
                    .variableDefinitions(usedVariables()));
    List<Definition<?>> definitions = new ArrayList<>(fragments.values());
    definitions.add(operation);
    Document.Builder document = Document.newDocument();
    definitions.forEach(document::definition);
    return document.build();
  }

  /** Only what introspection itself uses: the others may be of types it knows no values of. */
  private List<VariableDefinition> usedVariables() {
    VariableNames used = new VariableNames(fragments);
    introspection.forEach(used::addFrom);
    return selected.operation().getVariableDefinitions().stream()
        .filter(variable -> used.names().contains(variable.getName()))
        .toList();
  }

  private void collect(SelectionSet selections, List<Directive> around) {
    for (Selection<?> selection : selections.getSelections()) {
      switch (selection) {
        case Field field -> add(field, around);
        case InlineFragment fragment ->
            collect(fragment.getSelectionSet(), joined(around, fragment.getDirectives()));
        case FragmentSpread spread ->
            collect(
                Objects.requireNonNull(fragments.get(spread.getName())).getSelectionSet(),
                joined(around, spread.getDirectives()));
        default -> throw new IllegalStateException("unknown kind of selection");
      }
    }
  }

  private void add(Field field, List<Directive> around) {
    if (!field.getName().startsWith("__")) {
      fields.add(new RootField(field));
    }
    if (field.getName().equals("__schema") || field.getName().equals("__type")) {
      Selection<?> guarded = field;
      for (Directive directive : around) {
        guarded =
            InlineFragment.newInlineFragment()
                .directive(directive)
                .selectionSet(SelectionSet.newSelectionSet().selection(guarded).build())
                .build();
      }
      introspection.add(guarded);
    }
  }

  private static List<Directive> joined(List<Directive> around, List<Directive> own) {
    List<Directive> both = new ArrayList<>(around);
    both.addAll(own);
    return both;
  }
}
