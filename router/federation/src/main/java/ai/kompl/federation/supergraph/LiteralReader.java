package ai.kompl.federation.supergraph;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns literals of a document into Java values; enum values become their names. */
final class LiteralReader {
  private LiteralReader() {}

  static @Nullable Object read(@Nullable Value<?> literal) {
    return switch (literal) {
      case null -> null;
      case NullValue _ -> null;
      case StringValue text -> text.getValue();
      case EnumValue name -> name.getName();
      case BooleanValue bool -> bool.isValue();
      case IntValue number -> number.getValue();
      case FloatValue number -> number.getValue();
      case ArrayValue list -> list(list);
      case ObjectValue object -> object(object);
      default -> throw new InvalidSupergraphException("a variable where a literal belongs");
    };
  }

  private static List<@Nullable Object> list(ArrayValue literal) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Value<?> value : literal.getValues()) {
      result.add(read(value));
    }
    return result;
  }

  private static Map<String, @Nullable Object> object(ObjectValue literal) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    for (ObjectField field : literal.getObjectFields()) {
      result.put(field.getName(), read(field.getValue()));
    }
    return result;
  }
}
