package ai.kompl.federation.operation;

import ai.kompl.federation.operation.DocumentReader.SelectedOperation;
import ai.kompl.federation.operation.NormalSelection.DeferredFragment;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldSetParser;
import ai.kompl.federation.schema.TypeSet;
import ai.kompl.federation.supergraph.Supergraph;
import graphql.introspection.Introspection;
import graphql.language.Argument;
import graphql.language.AstPrinter;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.StringValue;
import graphql.language.TypeName;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings a valid operation into normal form. One instance per operation. */
public final class Normalizer {
  // Each part is planned and fetched apart. What is beyond comes with the part that it stands in,
  // as a server may choose.
  private static final int MOST_PARTS = 16;

  private final Supergraph supergraph;
  private final OutputTypes outputTypes;
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final GuardList guards;
  private final FieldRights rights;
  private final OperationDefinition operation;
  private final boolean deferring;
  private int parts;

  /**
   * For one operation of this supergraph, already validated.
   *
   * @param deferring whether {@code @defer} makes parts that follow the first response; otherwise
   *     it means nothing, as a server may choose
   */
  public Normalizer(Supergraph supergraph, SelectedOperation selected, boolean deferring) {
    this.supergraph = supergraph;
    this.deferring = deferring;
    this.outputTypes = new OutputTypes(supergraph);
    this.operation = selected.operation();
    this.guards =
        new GuardList(
            operation.getVariableDefinitions().stream()
                .map(VariableDefinition::getName)
                .collect(Collectors.toSet()));
    this.rights = new FieldRights(supergraph, guards);
    for (FragmentDefinition fragment :
        selected.document().getDefinitionsOfType(FragmentDefinition.class)) {
      fragments.put(fragment.getName(), fragment);
    }
  }

  /** The operation in normal form. */
  public NormalOperation normalize() {
    GraphQLObjectType root =
        switch (operation.getOperation()) {
          case QUERY -> supergraph.apiSchema().getQueryType();
          case MUTATION -> Objects.requireNonNull(supergraph.apiSchema().getMutationType());
          case SUBSCRIPTION -> Objects.requireNonNull(supergraph.apiSchema().getSubscriptionType());
        };
    TypeSet rootTypes = possible(root.getName());
    Map<String, String> variables = new LinkedHashMap<>();
    for (VariableDefinition variable : operation.getVariableDefinitions()) {
      VariableDefinition plain = variable.transform(builder -> builder.directives(List.of()));
      variables.put(variable.getName(), AstPrinter.printAstCompact(plain));
    }
    NormalSelection selection =
        select(new Scope(root, rootTypes, Condition.ALWAYS), operation.getSelectionSet());
    variables.putAll(guards.declarations());
    return new NormalOperation(
        OperationKind.valueOf(operation.getOperation().name()),
        operation.getName(),
        root.getName(),
        selection,
        variables,
        guards.all());
  }

  /** Where a selection stands: the type it is written for, the objects it is for, and when. */
  private record Scope(GraphQLCompositeType type, TypeSet types, Condition condition) {}

  private NormalSelection select(Scope scope, SelectionSet selections) {
    FieldMerge merge = new FieldMerge();
    collect(scope, selections, merge);
    return merge.selection();
  }

  private void collect(Scope scope, SelectionSet selections, FieldMerge into) {
    for (Selection<?> selection : selections.getSelections()) {
      switch (selection) {
        case Field field -> {
          Condition condition = condition(scope.condition(), field.getDirectives());
          if (!condition.equals(Conditions.NEVER)) {
            fields(new Scope(scope.type(), scope.types(), condition), field).forEach(into::add);
          }
        }
        case InlineFragment fragment ->
            fragment(
                scope,
                fragment.getTypeCondition(),
                fragment.getDirectives(),
                fragment.getSelectionSet(),
                into);
        case FragmentSpread spread -> {
          FragmentDefinition fragment = Objects.requireNonNull(fragments.get(spread.getName()));
          fragment(
              scope,
              fragment.getTypeCondition(),
              spread.getDirectives(),
              fragment.getSelectionSet(),
              into);
        }
        default -> throw new IllegalStateException("unknown kind of selection");
      }
    }
  }

  private void fragment(
      Scope scope,
      @Nullable TypeName typeCondition,
      List<Directive> directives,
      SelectionSet selections,
      FieldMerge into) {
    Condition condition = condition(scope.condition(), directives);
    if (condition.equals(Conditions.NEVER)) {
      return;
    }
    GraphQLCompositeType type = scope.type();
    TypeSet types = scope.types();
    if (typeCondition != null) {
      type =
          (GraphQLCompositeType)
              Objects.requireNonNull(supergraph.apiSchema().getType(typeCondition.getName()));
      types = types.and(possible(typeCondition.getName()));
    }
    if (!types.isEmpty()) {
      deferrable(new Scope(type, types, condition), directives, selections, into);
    }
  }

  /** Collects a fragment, or puts it aside as far as it is deferred. */
  private void deferrable(
      Scope scope, List<Directive> directives, SelectionSet selections, FieldMerge into) {
    boolean room = deferring && parts < MOST_PARTS;
    Directive defer = room ? named("defer", directives) : null;
    Argument when = defer == null ? null : defer.getArgument("if");
    Condition later = when == null ? Condition.ALWAYS : literal(when, true);
    Condition atOnce = when == null ? Conditions.NEVER : literal(when, false);
    if (defer == null) {
      later = Conditions.NEVER;
      atOnce = Condition.ALWAYS;
    }
    if (!atOnce.equals(Conditions.NEVER)) {
      Condition both = Conditions.and(scope.condition(), atOnce);
      collect(new Scope(scope.type(), scope.types(), both), selections, into);
    }
    if (defer != null && !later.equals(Conditions.NEVER)) {
      Condition both = Conditions.and(scope.condition(), later);
      Scope inside = new Scope(scope.type(), scope.types(), Condition.ALWAYS);
      int part = ++parts;
      NormalSelection selected = select(inside, selections).throughout(both, both);
      into.add(new DeferredFragment(part, label(defer), scope.types(), both, selected));
    }
  }

  private static @Nullable Directive named(String name, List<Directive> directives) {
    for (Directive directive : directives) {
      if (directive.getName().equals(name)) {
        return directive;
      }
    }
    return null;
  }

  private static @Nullable String label(Directive defer) {
    Argument label = defer.getArgument("label");
    return label != null && label.getValue() instanceof StringValue text ? text.getValue() : null;
  }

  /** A field, once for each set of object types on which it demands the same of callers. */
  private List<NormalField> fields(Scope scope, Field field) {
    NormalField plain = field(scope, field);
    String valueType = GraphQLTypeUtil.unwrapAll(definition(scope, field).getType()).getName();
    List<NormalField> fields = new ArrayList<>();
    rights
        .of(scope.type().getName(), field.getName(), valueType, scope.types())
        .forEach((right, types) -> {
          Condition granted = Conditions.and(scope.condition(), right);
          NormalSelection below =
              deferring
                  ? plain.selection().throughout(scope.condition(), granted)
                  : plain.selection();
          fields.add(plain.with(types, scope.condition(), granted, below));
        });
    return fields;
  }

  private GraphQLFieldDefinition definition(Scope scope, Field field) {
    return Introspection.getFieldDef(supergraph.apiSchema(), scope.type(), field.getName());
  }

  private NormalField field(Scope scope, Field field) {
    GraphQLFieldDefinition definition = definition(scope, field);
    String key = field.getAlias() == null ? field.getName() : field.getAlias();
    VariableNames variables = new VariableNames(fragments);
    field.getArguments().forEach(variables::addFrom);
    return new NormalField(
        key,
        field.getName(),
        FieldSetParser.arguments(field.getArguments()),
        variables.names(),
        scope.types(),
        scope.condition(),
        scope.condition(),
        outputTypes.of(definition.getType()),
        below(field, definition.getType()));
  }

  private NormalSelection below(Field field, GraphQLType fieldType) {
    boolean introspection = field.getName().equals("__schema") || field.getName().equals("__type");
    if (field.getSelectionSet() == null || introspection) {
      return NormalSelection.NONE;
    }
    GraphQLNamedType named = GraphQLTypeUtil.unwrapAll(fieldType);
    return select(
        new Scope((GraphQLCompositeType) named, possible(named.getName()), Condition.ALWAYS),
        field.getSelectionSet());
  }

  private TypeSet possible(String typeName) {
    CompositeType type = supergraph.schema().composite(typeName);
    return outputTypes.visible(type);
  }

  private Condition condition(Condition outer, List<Directive> directives) {
    Condition condition = outer;
    for (Directive directive : directives) {
      Argument argument = directive.getArgument("if");
      boolean skip = directive.getName().equals("skip");
      if (argument != null && (skip || directive.getName().equals("include"))) {
        condition = Conditions.and(condition, literal(argument, !skip));
        if (condition.alternatives().isEmpty()) {
          return Conditions.NEVER;
        }
      }
    }
    return condition;
  }

  private Condition literal(Argument argument, boolean expected) {
    if (argument.getValue() instanceof VariableReference variable) {
      return guards.when(variable.getName(), expected);
    }
    boolean value = argument.getValue() instanceof BooleanValue literal && literal.isValue();
    return value == expected ? Condition.ALWAYS : Conditions.NEVER;
  }
}
