package ai.kompl.federation.plan;

import ai.kompl.federation.plan.ContextVariable.ContextSource;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.schema.ObjectTypes;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes where a lookup's variables take their values from objects around the entities, as the
 * {@code contextRewrites} of Apollo's query plans: {@code ..} for each step up, {@code ... on} for
 * the types that a step is for, then the fields down to the value.
 */
final class ApolloContexts {
  private final ObjectTypes types;

  ApolloContexts(ObjectTypes types) {
    this.types = types;
  }

  List<Object> of(List<ContextVariable> contexts) {
    List<Object> rewrites = new ArrayList<>();
    for (ContextVariable context : contexts) {
      for (ContextSource source : context.sources()) {
        List<String> up = new ArrayList<>(Collections.nCopies(source.levels(), ".."));
        type(source.types(), up);
        leaves(source.selection(), up, context.name(), rewrites);
      }
    }
    return rewrites;
  }

  private void leaves(
      List<RepresentationField> fields, List<String> above, String variable, List<Object> to) {
    for (RepresentationField field : fields) {
      List<String> path = new ArrayList<>(above);
      type(field.types(), path);
      path.add(field.name());
      if (field.fields().isEmpty()) {
        to.add(renamer(path, variable));
      } else {
        leaves(field.fields(), path, variable, to);
      }
    }
  }

  private void type(@Nullable TypeSet narrowed, List<String> path) {
    if (narrowed != null) {
      path.add("... on " + String.join("|", types.names(narrowed)));
    }
  }

  private static Map<String, Object> renamer(List<String> path, String variable) {
    Map<String, Object> renamer = new LinkedHashMap<>();
    renamer.put("kind", "KeyRenamer");
    renamer.put("path", path);
    renamer.put("renameKeyTo", variable);
    return renamer;
  }
}
