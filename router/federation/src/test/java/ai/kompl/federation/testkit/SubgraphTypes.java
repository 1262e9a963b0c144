package ai.kompl.federation.testkit;

import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.FieldInSubgraph;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeInSubgraph;
import ai.kompl.federation.schema.TypeSet;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.Field;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a subgraph would answer to a selection, as far as types go. */
final class SubgraphTypes {
  private final SupergraphSchema schema;

  SubgraphTypes(SupergraphSchema schema) {
    this.schema = schema;
  }

  int subgraph(String name) {
    for (int number = 0; number < schema.subgraphs().size(); number++) {
      if (schema.subgraphs().get(number).name().equals(name)) {
        return number;
      }
    }
    throw new IllegalArgumentException("no subgraph " + name);
  }

  boolean visible(int type) {
    return !schema.object(type).inaccessible();
  }

  /** The fields selected of objects of a type; without variables, whatever their conditions. */
  List<Field> selected(SelectionSet text, int type, int subgraph, Map<String, Boolean> variables) {
    List<Field> fields = new ArrayList<>();
    for (Selection<?> selection : text.getSelections()) {
      switch (selection) {
        case Field field when included(field.getDirectives(), variables) -> fields.add(field);
        case InlineFragment fragment
            when included(fragment.getDirectives(), variables)
                && applies(fragment.getTypeCondition(), type, subgraph) ->
            fields.addAll(selected(fragment.getSelectionSet(), type, subgraph, variables));
        case Field _, InlineFragment _ -> {}
        default -> throw new IllegalArgumentException("plans have no named fragments");
      }
    }
    return fields;
  }

  private boolean applies(@Nullable TypeName condition, int type, int subgraph) {
    if (condition == null) {
      return true;
    }
    CompositeType named = schema.composite(condition.getName());
    TypeInSubgraph there = named.in(subgraph);
    return there != null
        && (there.interfaceObject() ? named.possible() : there.possible()).contains(type);
  }

  private static boolean included(List<Directive> directives, Map<String, Boolean> variables) {
    for (Directive directive : variables.isEmpty() ? List.<Directive>of() : directives) {
      Value<?> value = directive.getArgument("if").getValue();
      boolean on =
          value instanceof VariableReference variable
              ? variables.getOrDefault(variable.getName(), true)
              : value instanceof BooleanValue literal && literal.isValue();
      if (on == directive.getName().equals("skip")) {
        return false;
      }
    }
    return true;
  }

  /** The types of the objects that a subgraph gives in a field. */
  TypeSet possible(int type, String field, int subgraph) {
    CompositeType object = schema.object(type);
    TypeSet own = possibleOf(object, field, subgraph);
    for (String name : object.interfaces()) {
      if (own == null) {
        own = possibleOf(schema.composite(name), field, subgraph);
      }
    }
    return own == null ? TypeSet.empty() : own;
  }

  private @Nullable TypeSet possibleOf(CompositeType holder, String name, int subgraph) {
    FieldDefinition field = holder.field(name);
    FieldInSubgraph there = field == null ? null : field.in(subgraph);
    if (there == null || holder.in(subgraph) == null) {
      return null;
    }
    CompositeType below = schema.composite(there.type().name());
    TypeInSubgraph known = below.in(subgraph);
    return known == null || known.interfaceObject() ? below.possible() : known.possible();
  }
}
