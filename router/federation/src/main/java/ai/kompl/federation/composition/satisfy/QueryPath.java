package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The path of a query from a root to one field, as a linked list from its end. */
record QueryPath(@Nullable QueryPath before, String step) {

  static QueryPath root(String type) {
    return new QueryPath(null, type.toLowerCase(Locale.ROOT));
  }

  QueryPath field(FieldNode field) {
    return new QueryPath(this, field.name() + arguments(field));
  }

  QueryPath on(String type) {
    return new QueryPath(this, "... on " + type);
  }

  private static String arguments(FieldNode field) {
    String given =
        field.arguments().values().stream()
            .filter(InputNode::mandatory)
            .map(argument -> argument.name() + ": <" + argument.type() + ">")
            .collect(Collectors.joining(", "));
    return given.isEmpty() ? "" : "(" + given + ")";
  }

  /** A query that takes the path; a last field with fields of its own gets an ellipsis. */
  String query(boolean composite) {
    List<String> steps = new ArrayList<>();
    for (QueryPath path = this; path != null; path = path.before()) {
      steps.add(path.step());
    }
    Collections.reverse(steps);
    StringBuilder out = new StringBuilder();
    for (int depth = 0; depth < steps.size(); depth++) {
      boolean last = depth == steps.size() - 1;
      out.append("  ".repeat(depth))
          .append(steps.get(depth))
          .append(last ? (composite ? " { ... }\n" : "\n") : " {\n");
    }
    for (int depth = steps.size() - 2; depth >= 0; depth--) {
      out.append("  ".repeat(depth)).append("}\n");
    }
    return out.toString().stripTrailing();
  }
}
