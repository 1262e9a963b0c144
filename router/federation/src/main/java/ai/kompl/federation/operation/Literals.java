package ai.kompl.federation.operation;

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
import graphql.language.VariableReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns values of a document into Java values; enum values become their names. */
final class Literals {
  private Literals() {}

  static @Nullable Object read(@Nullable Value<?> value, Map<String, @Nullable Object> variables) {
    return switch (value) {
      case null -> null;
      case NullValue _ -> null;
      case VariableReference variable -> variables.get(variable.getName());
      case StringValue text -> text.getValue();
      case EnumValue name -> name.getName();
      case BooleanValue bool -> bool.isValue();
      case IntValue number -> number.getValue();
      case FloatValue number -> number.getValue();
      case ArrayValue list -> {
        List<@Nullable Object> result = new ArrayList<>();
        for (Value<?> item : list.getValues()) {
          result.add(read(item, variables));
        }
        yield result;
      }
      case ObjectValue object -> {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        for (ObjectField field : object.getObjectFields()) {
          result.put(field.getName(), read(field.getValue(), variables));
        }
        yield result;
      }
      default -> throw new IllegalStateException("unknown kind of value");
    };
  }
}
