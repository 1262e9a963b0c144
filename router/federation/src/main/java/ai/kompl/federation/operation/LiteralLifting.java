package ai.kompl.federation.operation;

import ai.kompl.federation.operation.DocumentReader.SelectedOperation;
import graphql.introspection.Introspection;
import graphql.language.Argument;
import graphql.language.AstPrinter;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableDefinition;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns literal arguments of an operation into variables, so that operations that differ in nothing
 * else share one plan and send the same documents to subgraphs.
 *
 * <pre>
 *   { user(id: 7) { posts(first: 5) { title } } }
 *     =>  query($literal_0: ID!, $literal_1: Int) {
 *           user(id: $literal_0) { posts(first: $literal_1) { title } } }
 * </pre>
 *
 * <p>Equal literals of one type are one variable: fields that could be merged still can. What stays
 * as it is:
 *
 * <ul>
 *   <li>arguments of directives: {@code @skip} and {@code @include} decide what is planned, {@code
 *       @defer} how it is answered;
 *   <li>arguments of the introspection fields, which are answered from the client's own document;
 *   <li>values of custom scalars other than strings: how such a literal would look as JSON is the
 *       scalar's own affair;
 *   <li>of a list or an object in which the client uses variables, the part around them.
 * </ul>
 *
 * <p>Done after validation, so that errors tell the positions of the client's document.
 */
public final class LiteralLifting {
  private final GraphQLSchema schema;
  private final SelectedOperation selected;
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Map<String, FragmentDefinition> used = new LinkedHashMap<>();
  private final LiftedValues values;

  private LiteralLifting(GraphQLSchema schema, SelectedOperation selected) {
    this.schema = schema;
    this.selected = selected;
    this.values = new LiftedValues(selected.operation().getVariableDefinitions());
    for (FragmentDefinition fragment :
        selected.document().getDefinitionsOfType(FragmentDefinition.class)) {
      fragments.put(fragment.getName(), fragment);
    }
  }

  /**
   * An operation whose literals are variables.
   *
   * @param operation the operation with the fragments that it uses
   * @param text tells operations apart: those of equal text have equal plans
   * @param values what the new variables stand for, coerced
   */
  public record Lifted(
      SelectedOperation operation, String text, Map<String, @Nullable Object> values) {}

  /** Lifts the literals of a valid operation. */
  public static Lifted lift(GraphQLSchema schema, SelectedOperation selected) {
    LiteralLifting lifting = new LiteralLifting(schema, selected);
    try {
      return lifting.lift();
    } catch (RejectedOperationException otherwiseCoerced) {
      // A literal that validation takes and our own coercion does not: subgraphs are to judge it.
      return lifting.unlifted();
    }
  }

  private Lifted unlifted() {
    return new Lifted(selected, AstPrinter.printAstCompact(selected.document()), Map.of());
  }

  private Lifted lift() {
    OperationDefinition operation = selected.operation();
    SelectionSet selections = lift(operation.getSelectionSet(), root(operation));
    List<VariableDefinition> variables = new ArrayList<>(operation.getVariableDefinitions());
    variables.addAll(values.definitions());
    OperationDefinition changed =
        operation.transform(
            builder -> builder.selectionSet(selections).variableDefinitions(variables));
    Document.Builder document = Document.newDocument().definition(changed);
    used.values().forEach(document::definition);
    Document whole = document.build();
    return new Lifted(
        new SelectedOperation(whole, changed),
        AstPrinter.printAstCompact(whole),
        new VariableCoercer(schema, values.definitions()).coerce(values.byName()));
  }

  private GraphQLCompositeType root(OperationDefinition operation) {
    return switch (operation.getOperation()) {
      case QUERY -> schema.getQueryType();
      case MUTATION -> Objects.requireNonNull(schema.getMutationType());
      case SUBSCRIPTION -> Objects.requireNonNull(schema.getSubscriptionType());
    };
  }

  private SelectionSet lift(SelectionSet selections, GraphQLCompositeType type) {
    List<Selection<?>> changed = new ArrayList<>();
    for (Selection<?> selection : selections.getSelections()) {
      switch (selection) {
        case Field field -> changed.add(lift(field, type));
        case InlineFragment fragment -> changed.add(lift(fragment, type));
        case FragmentSpread spread -> {
          follow(spread);
          changed.add(spread);
        }
        default -> throw new IllegalStateException("unknown kind of selection");
      }
    }
    return SelectionSet.newSelectionSet().selections(changed).build();
  }

  private InlineFragment lift(InlineFragment fragment, GraphQLCompositeType around) {
    GraphQLCompositeType type =
        fragment.getTypeCondition() == null
            ? around
            : composite(fragment.getTypeCondition().getName());
    SelectionSet selections = lift(fragment.getSelectionSet(), type);
    return fragment.transform(builder -> builder.selectionSet(selections));
  }

  private void follow(FragmentSpread spread) {
    FragmentDefinition fragment = Objects.requireNonNull(fragments.get(spread.getName()));
    if (used.putIfAbsent(spread.getName(), fragment) == null) {
      SelectionSet selections =
          lift(fragment.getSelectionSet(), composite(fragment.getTypeCondition().getName()));
      used.put(spread.getName(), fragment.transform(builder -> builder.selectionSet(selections)));
    }
  }

  private GraphQLCompositeType composite(String name) {
    return (GraphQLCompositeType) Objects.requireNonNull(schema.getType(name));
  }

  private Field lift(Field field, GraphQLCompositeType parent) {
    SelectionSet selections = field.getSelectionSet();
    boolean plain = selections == null && field.getArguments().isEmpty();
    if (plain || field.getName().startsWith("__")) {
      return field;
    }
    GraphQLFieldDefinition definition = Introspection.getFieldDef(schema, parent, field.getName());
    List<Argument> arguments = lift(field.getArguments(), definition);
    SelectionSet lifted =
        selections == null
            ? null
            : lift(
                selections, (GraphQLCompositeType) GraphQLTypeUtil.unwrapAll(definition.getType()));
    return field.transform(builder -> builder.arguments(arguments).selectionSet(lifted));
  }

  private List<Argument> lift(List<Argument> arguments, GraphQLFieldDefinition definition) {
    List<Argument> changed = new ArrayList<>();
    for (Argument argument : arguments) {
      GraphQLArgument declared = Objects.requireNonNull(definition.getArgument(argument.getName()));
      changed.add(
          new Argument(argument.getName(), values.lift(argument.getValue(), declared.getType())));
    }
    return changed;
  }
}
