package ai.kompl.federation.operation;

import ai.kompl.federation.error.EngineErrorCode;
import ai.kompl.federation.error.GraphQlError;
import graphql.language.SourceLocation;
import graphql.language.Type;
import graphql.language.VariableDefinition;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Coerces the variables of a request (GraphQL specification, 6.1.2). */
public final class VariableCoercer {
  private static final int MOST_ERRORS = 20;

  private final List<Declared> declared = new ArrayList<>();
  private final Map<String, @Nullable Object> fixed;

  private record Declared(
      String name,
      GraphQLType type,
      boolean hasDefault,
      @Nullable Object byDefault,
      List<GraphQlError.Location> locations) {}

  /** For declared variables. */
  VariableCoercer(GraphQLSchema schema, List<VariableDefinition> variables) {
    this(schema, variables, Map.of());
  }

  /**
   * For the variables that a client declares.
   *
   * @param fixed the values of others, already coerced, that every request has
   */
  public VariableCoercer(
      GraphQLSchema schema,
      List<VariableDefinition> variables,
      Map<String, @Nullable Object> fixed) {
    this.fixed = fixed;
    for (VariableDefinition variable : variables) {
      SourceLocation at = variable.getSourceLocation();
      declared.add(
          new Declared(
              variable.getName(),
              type(schema, variable.getType()),
              variable.getDefaultValue() != null,
              Literals.read(variable.getDefaultValue(), Map.of()),
              at == null
                  ? List.of()
                  : List.of(new GraphQlError.Location(at.getLine(), at.getColumn()))));
    }
  }

  /**
   * The declared and the fixed variables with their values; one that is neither given nor has a
   * default is absent. Variables that are not declared are dropped.
   *
   * @throws RejectedOperationException when a value does not fit
   */
  public Map<String, @Nullable Object> coerce(Map<String, @Nullable Object> given) {
    Map<String, @Nullable Object> coerced = new LinkedHashMap<>(fixed);
    List<GraphQlError> errors = new ArrayList<>();
    for (Declared variable : declared) {
      try {
        if (given.containsKey(variable.name())) {
          Object value = coerce(given.get(variable.name()), variable.type(), variable.name());
          coerced.put(variable.name(), value);
        } else if (variable.hasDefault()) {
          coerced.put(
              variable.name(), coerce(variable.byDefault(), variable.type(), variable.name()));
        } else if (variable.type() instanceof GraphQLNonNull) {
          throw new Misfit(variable.name(), "a value is required but none was given");
        }
      } catch (Misfit misfit) {
        errors.add(
            GraphQlError.of(
                EngineErrorCode.VARIABLE_COERCION_FAILED,
                "Variable $" + misfit.getMessage() + ".",
                variable.locations()));
      }
    }
    if (!errors.isEmpty()) {
      throw new RejectedOperationException(errors.subList(0, Math.min(MOST_ERRORS, errors.size())));
    }
    return coerced;
  }

  /** A value that does not fit; never leaves this class. */
  private static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misfit(String where, String what) {
      super(where + ": " + what, null, false, false);
    }
  }

  private static GraphQLType type(GraphQLSchema schema, Type<?> type) {
    return switch (type) {
      case graphql.language.NonNullType nonNull ->
          GraphQLNonNull.nonNull(type(schema, nonNull.getType()));
      case graphql.language.ListType list -> GraphQLList.list(type(schema, list.getType()));
      case graphql.language.TypeName name -> Objects.requireNonNull(schema.getType(name.getName()));
      default -> throw new IllegalStateException("unknown kind of type");
    };
  }

  private static @Nullable Object coerce(@Nullable Object value, GraphQLType type, String where) {
    if (type instanceof GraphQLNonNull nonNull) {
      if (value == null) {
        throw new Misfit(where, "null is not allowed");
      }
      return coerce(value, nonNull.getWrappedType(), where);
    }
    if (value == null) {
      return null;
    }
    return switch (type) {
      case GraphQLList list -> list(value, list.getWrappedType(), where);
      case GraphQLScalarType scalar -> scalar(value, scalar.getName(), where);
      case GraphQLEnumType values -> enumValue(value, values, where);
      case GraphQLInputObjectType object -> object(value, object, where);
      default -> throw new IllegalStateException("not an input type");
    };
  }

  private static List<@Nullable Object> list(Object value, GraphQLType of, String where) {
    List<@Nullable Object> result = new ArrayList<>();
    if (value instanceof List<?> items) {
      for (Object item : items) {
        result.add(coerce(item, of, where + "[" + result.size() + "]"));
      }
    } else {
      result.add(coerce(value, of, where));
    }
    return result;
  }

  private static Object scalar(Object value, String name, String where) {
    Object coerced =
        switch (name) {
          case "Int" -> integer(value);
          case "Float" -> value instanceof Number ? value : null;
          case "String" -> value instanceof String ? value : null;
          case "Boolean" -> value instanceof Boolean ? value : null;
          case "ID" -> id(value);
          default -> value;
        };
    if (coerced == null) {
      throw new Misfit(where, "expected " + article(name) + " but found " + kind(value));
    }
    return coerced;
  }

  private static @Nullable Object integer(Object value) {
    if (!(value instanceof Number number)) {
      return null;
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(number.toString());
      return exact.intValueExact();
    } catch (ArithmeticException | NumberFormatException notAnInt) {
      return null;
    }
  }

  private static @Nullable Object id(Object value) {
    return switch (value) {
      case String text -> text;
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case BigInteger number -> number.toString();
      default -> null;
    };
  }

  private static String article(String name) {
    return (name.equals("Int") || name.equals("ID") ? "an " : "a ") + name;
  }

  private static String kind(Object value) {
    return switch (value) {
      case String _ -> "a string";
      case Number _ -> "a number that does not fit";
      case Boolean _ -> "a Boolean";
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "an object";
      default -> "another value";
    };
  }

  private static Object enumValue(Object value, GraphQLEnumType type, String where) {
    if (value instanceof String name && type.getValue(name) != null) {
      return name;
    }
    throw new Misfit(where, "the value is not one of enum " + type.getName());
  }

  private static Map<String, @Nullable Object> object(
      Object value, GraphQLInputObjectType type, String where) {
    if (!(value instanceof Map<?, ?> given)) {
      throw new Misfit(where, "expected an object of type " + type.getName());
    }
    for (Object name : given.keySet()) {
      if (!(name instanceof String text) || type.getField(text) == null) {
        throw new Misfit(where, "type " + type.getName() + " has no such field: " + name);
      }
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    for (GraphQLInputObjectField field : type.getFields()) {
      String at = where + "." + field.getName();
      if (given.containsKey(field.getName())) {
        result.put(field.getName(), coerce(given.get(field.getName()), field.getType(), at));
      } else if (field.getType() instanceof GraphQLNonNull && !field.hasSetDefaultValue()) {
        throw new Misfit(at, "a value is required but none was given");
      }
    }
    boolean oneMissing = result.size() != 1 || result.containsValue(null);
    if (type.isOneOf() && oneMissing) {
      throw new Misfit(where, "exactly one field of " + type.getName() + " must be given");
    }
    return result;
  }
}
