package ai.kompl.federation.operation;

import graphql.language.Argument;
import graphql.language.Field;
import graphql.language.VariableReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A field of the root type that an operation selects. */
public final class RootField {
  private final String name;
  private final String responseKey;
  private final List<Argument> arguments;

  RootField(Field field) {
    this.name = field.getName();
    this.responseKey = field.getAlias() == null ? field.getName() : field.getAlias();
    this.arguments = List.copyOf(field.getArguments());
  }

  /** Its name in the schema. */
  public String name() {
    return name;
  }

  /** Its key in the answer. */
  public String responseKey() {
    return responseKey;
  }

  /** The names of the arguments that it gives. */
  public List<String> argumentNames() {
    return arguments.stream().map(Argument::getName).toList();
  }

  /**
   * The arguments as Java values, enum values as names.
   *
   * @param variables the request's variables; an argument whose variable is absent is absent too
   */
  public Map<String, @Nullable Object> arguments(Map<String, @Nullable Object> variables) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      boolean absent =
          argument.getValue() instanceof VariableReference variable
              && !variables.containsKey(variable.getName());
      if (!absent) {
        values.put(argument.getName(), Literals.read(argument.getValue(), variables));
      }
    }
    return values;
  }
}
