package ai.kompl.federation.planner;

import ai.kompl.federation.operation.NormalOperation;
import ai.kompl.federation.plan.ContextVariable;
import ai.kompl.federation.plan.ContextVariable.ContextSource;
import ai.kompl.federation.plan.EntityDocument;
import ai.kompl.federation.schema.ContextArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables of one lookup that take values from contexts, equal ones once. */
final class ContextVariables {
  private final NormalOperation operation;
  private final Map<Value, String> names = new LinkedHashMap<>();
  private String prefix = "context";

  private record Value(String type, List<ContextSource> sources) {}

  ContextVariables(NormalOperation operation) {
    this.operation = operation;
  }

  /** Tells this lookup's variables from those of others in the same document. */
  void prefix(String newPrefix) {
    prefix = newPrefix;
  }

  /** The variable for an argument. */
  String variable(ContextArgument argument, List<ContextSource> sources) {
    return names.computeIfAbsent(
        new Value(argument.type(), sources), _ -> free(prefix + "_" + names.size(), operation));
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** As they are declared, with the place for the suffix of a copy. */
  List<String> declarations() {
    List<String> declarations = new ArrayList<>();
    names.forEach((value, name) ->
        declarations.add("$" + name + EntityDocument.SUFFIX + ": " + value.type()));
    return declarations;
  }

  List<ContextVariable> variables() {
    List<ContextVariable> variables = new ArrayList<>();
    names.forEach((value, name) ->
        variables.add(new ContextVariable(name, value.type().endsWith("!"), value.sources())));
    return variables;
  }

  /** A name that no variable of the client has or begins with. */
  static String free(String name, NormalOperation operation) {
    String candidate = name;
    while (taken(candidate, operation)) {
      candidate = "_" + candidate;
    }
    return candidate;
  }

  private static boolean taken(String name, NormalOperation operation) {
    return operation.variables().keySet().stream().anyMatch(known -> known.startsWith(name));
  }
}
