package ai.kompl.local.verify.isolation;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.List;
import java.util.Optional;

/**
 * Writes selections that ask for everything a type has, down to a depth, so that whatever could
 * leak is asked for.
 */
final class Selections {
  private static final List<String> PAGE_SIZE = List.of("first", "last");
  private static final int ITEMS = 3;

  private Selections() {}

  /**
   * The selection set of a type.
   *
   * @param type a composite or leaf type
   * @param depth how many more levels of objects to ask for
   * @return text with braces, empty for a leaf type, absent when nothing can be selected within the
   *     depth
   */
  static Optional<String> of(GraphQLNamedOutputType type, int depth) {
    return switch (type) {
      case GraphQLObjectType object -> fields(object.getFieldDefinitions(), depth);
      case GraphQLInterfaceType face -> fields(face.getFieldDefinitions(), depth);
      case GraphQLUnionType _ -> Optional.of("{ __typename }");
      default -> Optional.of("");
    };
  }

  private static Optional<String> fields(List<GraphQLFieldDefinition> fields, int depth) {
    if (depth == 0) {
      return Optional.empty();
    }
    var text = new StringBuilder("{ __typename");
    for (GraphQLFieldDefinition field : fields) {
      if (!needsArguments(field)) {
        int step = depth - (isWrapper(field) ? 0 : 1);
        of(result(field), step)
            .ifPresent(
                selection -> text.append(' ').append(call(field)).append(' ').append(selection));
      }
    }
    return Optional.of(text.append(" }").toString());
  }

  /**
   * A connection and its edges are no steps of their own, so that a list counts as one like a plain
   * field.
   */
  private static boolean isWrapper(GraphQLFieldDefinition field) {
    String name = result(field).getName();
    return name.endsWith("Edge") || name.endsWith("Connection") || name.equals("PageInfo");
  }

  static GraphQLNamedOutputType result(GraphQLFieldDefinition field) {
    return (GraphQLNamedOutputType) GraphQLTypeUtil.unwrapAll(field.getType());
  }

  private static boolean needsArguments(GraphQLFieldDefinition field) {
    return field.getArguments().stream()
        .anyMatch(argument ->
            argument.getType() instanceof GraphQLNonNull && !argument.hasSetDefaultValue());
  }

  private static String call(GraphQLFieldDefinition field) {
    return PAGE_SIZE.stream().anyMatch(name -> field.getArgument(name) != null)
        ? field.getName() + "(first: " + ITEMS + ")"
        : field.getName();
  }
}
