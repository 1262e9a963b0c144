package ai.kompl.federation.operation;

import graphql.language.ArrayValue;
import graphql.language.AstPrinter;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import graphql.parser.Parser;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables that stand for literals of one operation. */
final class LiftedValues {
  private static final Set<String> BUILT_IN = Set.of("Int", "Float", "String", "Boolean", "ID");

  private final String prefix;
  private final Map<Literal, String> names = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> byName = new LinkedHashMap<>();

  private record Literal(String type, String text) {}

  /** With names that none of the client's variables has. */
  LiftedValues(List<VariableDefinition> clients) {
    String candidate = "literal_";
    while (anyBegins(clients, candidate)) {
      candidate = "_" + candidate;
    }
    this.prefix = candidate;
  }

  private static boolean anyBegins(List<VariableDefinition> variables, String with) {
    for (VariableDefinition variable : variables) {
      if (variable.getName().startsWith(with)) {
        return true;
      }
    }
    return false;
  }

  /** The values as they were written, by variable. */
  Map<String, @Nullable Object> byName() {
    return byName;
  }

  /** The variables as they are declared. */
  List<VariableDefinition> definitions() {
    List<VariableDefinition> definitions = new ArrayList<>();
    names.forEach((literal, name) ->
        definitions.add(
            VariableDefinition.newVariableDefinition()
                .name(name)
                .type(Parser.parseType(literal.type()))
                .build()));
    return definitions;
  }

  /** The value with variables for its literals, as far as they can be lifted. */
  Value<?> lift(Value<?> value, GraphQLType type) {
    if (value instanceof VariableReference) {
      return value;
    }
    if (isPlain(value, GraphQLTypeUtil.unwrapNonNull(type))) {
      Literal literal =
          new Literal(GraphQLTypeUtil.simplePrint(type), AstPrinter.printAstCompact(value));
      String name = names.computeIfAbsent(literal, _ -> prefix + names.size());
      byName.putIfAbsent(name, Literals.read(value, Map.of()));
      return new VariableReference(name);
    }
    return liftWithin(value, GraphQLTypeUtil.unwrapNonNull(type));
  }

  /** Whether a value means the same when it comes as JSON in a variable. */
  private static boolean isPlain(Value<?> value, GraphQLType type) {
    if (value instanceof VariableReference) {
      return false;
    }
    if (value instanceof NullValue) {
      return true;
    }
    return switch (type) {
      case GraphQLNonNull nonNull -> isPlain(value, nonNull.getWrappedType());
      case GraphQLList list -> isPlainList(value, list.getWrappedType());
      case GraphQLInputObjectType object -> isPlainObject(value, object);
      case GraphQLScalarType scalar ->
          BUILT_IN.contains(scalar.getName()) || value instanceof StringValue;
      default -> true;
    };
  }

  private static boolean isPlainList(Value<?> value, GraphQLType of) {
    if (!(value instanceof ArrayValue list)) {
      return isPlain(value, of);
    }
    for (Value<?> item : list.getValues()) {
      if (!isPlain(item, of)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlainObject(Value<?> value, GraphQLInputObjectType type) {
    if (!(value instanceof ObjectValue object)) {
      return false;
    }
    for (ObjectField field : object.getObjectFields()) {
      GraphQLInputObjectField declared = type.getField(field.getName());
      if (declared == null || !isPlain(field.getValue(), declared.getType())) {
        return false;
      }
    }
    return true;
  }

  private Value<?> liftWithin(Value<?> value, GraphQLType type) {
    if (value instanceof ArrayValue list && type instanceof GraphQLList of) {
      List<Value<?>> items = new ArrayList<>();
      list.getValues().forEach(item -> items.add(lift(item, of.getWrappedType())));
      return ArrayValue.newArrayValue().values(List.copyOf(items)).build();
    }
    // A variable in an object of which exactly one field counts must not be nullable; its type is.
    if (value instanceof ObjectValue object
        && type instanceof GraphQLInputObjectType of
        && !of.isOneOf()) {
      List<ObjectField> fields = new ArrayList<>();
      for (ObjectField field : object.getObjectFields()) {
        GraphQLInputObjectField declared = of.getField(field.getName());
        Value<?> inner =
            declared == null ? field.getValue() : lift(field.getValue(), declared.getType());
        fields.add(new ObjectField(field.getName(), inner));
      }
      return ObjectValue.newObjectValue().objectFields(fields).build();
    }
    return value;
  }
}
