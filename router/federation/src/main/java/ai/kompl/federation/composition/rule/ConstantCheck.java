package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Literals;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import ai.kompl.federation.composition.subgraph.TypeRef;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a constant can be a value of a type (GraphQL specification 3.5 to 3.12, literal
 * coercion).
 *
 * @param whole whether input objects must have all their required fields
 */
record ConstantCheck(SchemaModel schema, boolean whole) {
  private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);

  /** Why the value does not fit, or null when it does. */
  @Nullable String problem(TypeRef type, Value<?> value) {
    if (value instanceof NullValue) {
      return type.required() ? "null is no value of " + type : null;
    }
    return switch (type.optional()) {
      case TypeRef.ListOf list -> listProblem(list, value);
      case TypeRef.Named named -> namedProblem(named.name(), value);
      case TypeRef.NonNull nonNull -> problem(nonNull.nullable(), value);
    };
  }

  private @Nullable String listProblem(TypeRef.ListOf list, Value<?> value) {
    if (!(value instanceof ArrayValue array)) {
      return problem(list.element(), value);
    }
    for (Value<?> item : array.getValues()) {
      String problem = problem(list.element(), item);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable String namedProblem(String name, Value<?> value) {
    TypeNode type = schema.type(name);
    boolean fits =
        switch (name) {
          case "Int" ->
              value instanceof IntValue number
                  && number.getValue().compareTo(INT_MAX) <= 0
                  && number.getValue().compareTo(INT_MIN) >= 0;
          case "Float" -> value instanceof IntValue || value instanceof FloatValue;
          case "String" -> value instanceof StringValue;
          case "Boolean" -> value instanceof BooleanValue;
          case "ID" -> value instanceof StringValue || value instanceof IntValue;
          default -> type == null || definedFits(type, value);
        };
    if (!fits) {
      return Literals.text(value) + " is no value of " + name;
    }
    return type != null && value instanceof ObjectValue object && !type.inputs().isEmpty()
        ? objectProblem(type, object)
        : null;
  }

  private static boolean definedFits(TypeNode type, Value<?> value) {
    return switch (type.kind()) {
      case ENUM -> value instanceof EnumValue name && type.values().containsKey(name.getName());
      case INPUT_OBJECT -> value instanceof ObjectValue;
      case SCALAR, OBJECT, INTERFACE, UNION -> true;
    };
  }

  private @Nullable String objectProblem(TypeNode type, ObjectValue object) {
    Set<String> given = new HashSet<>();
    for (ObjectField field : object.getObjectFields()) {
      InputNode input = type.inputs().get(field.getName());
      given.add(field.getName());
      String problem =
          input == null
              ? type.name() + " has no field " + field.getName()
              : problem(input.type(), field.getValue());
      if (problem != null) {
        return problem;
      }
    }
    for (InputNode input : type.inputs().values()) {
      if (whole && input.mandatory() && !given.contains(input.name())) {
        return "the field " + input.name() + " of " + type.name() + " is missing";
      }
    }
    return null;
  }
}
