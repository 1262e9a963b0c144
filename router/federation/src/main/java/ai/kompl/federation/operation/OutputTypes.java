package ai.kompl.federation.operation;

import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.OutputType;
import ai.kompl.federation.schema.OutputType.ScalarKind;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeSet;
import ai.kompl.federation.supergraph.Supergraph;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import java.util.stream.Collectors;

/** Turns types of the API schema into the form that the plan uses. */
final class OutputTypes {
  private final Supergraph supergraph;
  private final SupergraphSchema schema;

  OutputTypes(Supergraph supergraph) {
    this.supergraph = supergraph;
    this.schema = supergraph.schema();
  }

  OutputType of(GraphQLType type) {
    return switch (type) {
      case GraphQLNonNull nonNull -> new OutputType.NonNull(of(nonNull.getWrappedType()));
      case GraphQLList list -> new OutputType.ListOf(of(list.getWrappedType()));
      case GraphQLScalarType scalar ->
          new OutputType.Scalar(scalar.getName(), kind(scalar.getName()));
      case GraphQLEnumType values ->
          new OutputType.Enumeration(
              values.getName(),
              values.getValues().stream()
                  .map(GraphQLEnumValueDefinition::getName)
                  .collect(Collectors.toSet()),
              supergraph.hiddenValues(values.getName()));
      case GraphQLNamedType composite -> composite(composite.getName());
      default -> throw new IllegalStateException("unknown kind of type");
    };
  }

  /** The object types that clients may see of a type. */
  TypeSet visible(CompositeType type) {
    TypeSet[] hidden = {TypeSet.empty()};
    type.possible()
        .forEach(number -> {
          if (schema.object(number).inaccessible()) {
            hidden[0] = hidden[0].or(TypeSet.of(number));
          }
        });
    return type.possible().minus(hidden[0]);
  }

  private OutputType composite(String name) {
    CompositeType type = schema.find(name);
    if (type == null) {
      return new OutputType.Composite(name, TypeSet.empty());
    }
    TypeSet visible = visible(type);
    return new OutputType.Composite(name, visible, type.possible().minus(visible));
  }

  private static ScalarKind kind(String name) {
    return switch (name) {
      case "Int" -> ScalarKind.INT;
      case "Float" -> ScalarKind.FLOAT;
      case "String" -> ScalarKind.STRING;
      case "Boolean" -> ScalarKind.BOOLEAN;
      case "ID" -> ScalarKind.ID;
      default -> ScalarKind.CUSTOM;
    };
  }
}
