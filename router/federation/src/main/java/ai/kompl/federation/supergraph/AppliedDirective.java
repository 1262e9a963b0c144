package ai.kompl.federation.supergraph;

import graphql.language.Directive;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directive that the supergraph applies to one of its elements.
 *
 * @param name its name there, without the at sign
 * @param arguments the arguments given, enum values as names
 */
public record AppliedDirective(String name, Map<String, @Nullable Object> arguments) {
  /** Copies the map. */
  public AppliedDirective {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  static AppliedDirective read(Directive directive) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    directive
        .getArguments()
        .forEach(
            argument -> arguments.put(argument.getName(), LiteralReader.read(argument.getValue())));
    return new AppliedDirective(directive.getName(), arguments);
  }

  /** A text argument; null when it is absent. */
  public @Nullable String text(String argument) {
    return arguments.get(argument) instanceof String text ? text : null;
  }

  /** A Boolean argument; the default when it is absent. */
  public boolean flag(String argument, boolean otherwise) {
    return arguments.get(argument) instanceof Boolean flag ? flag : otherwise;
  }
}
