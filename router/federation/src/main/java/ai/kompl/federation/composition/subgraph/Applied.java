package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.SourcePosition;
import graphql.language.BooleanValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One application of a directive.
 *
 * @param name the name in this document, without {@code @}
 * @param known what the directive means when it is one of federation's, under whatever name; else
 *     null
 * @param arguments arguments given, in order
 * @param position where
 */
public record Applied(
    String name,
    @Nullable FederationDirective known,
    Map<String, Value<?>> arguments,
    SourcePosition position) {

  /** Copies the arguments, keeping their order. */
  public Applied {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** The argument when it is a string, else null. */
  public @Nullable String string(String argument) {
    return arguments.get(argument) instanceof StringValue value ? value.getValue() : null;
  }

  /** The argument when it is a boolean, else the default. */
  public boolean flag(String argument, boolean whenAbsent) {
    return arguments.get(argument) instanceof BooleanValue value ? value.isValue() : whenAbsent;
  }

  /** This application under another name. */
  public Applied renamed(String newName) {
    return new Applied(newName, known, arguments, position);
  }

  /** The application as SDL, the same for applications that mean the same. */
  public String text() {
    if (arguments.isEmpty()) {
      return "@" + name;
    }
    String inner =
        arguments.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + Literals.text(entry.getValue()))
            .collect(Collectors.joining(", "));
    return "@" + name + "(" + inner + ")";
  }
}
