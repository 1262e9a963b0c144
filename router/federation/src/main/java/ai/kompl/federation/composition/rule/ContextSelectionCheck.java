package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.FieldSet;
import ai.kompl.federation.composition.subgraph.FieldSetParser;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import ai.kompl.federation.composition.subgraph.TypeRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a context's selection gives exactly one value, of the argument's type, wherever the
 * context is set.
 */
final class ContextSelectionCheck {
  private final Subgraph subgraph;
  private final TypeRef wanted;

  ContextSelectionCheck(Subgraph subgraph, TypeRef wanted) {
    this.subgraph = subgraph;
    this.wanted = wanted;
  }

  /** Why it does not fit, or null. */
  @Nullable String problem(String selection, List<TypeNode> setters) {
    if (!(FieldSetParser.parse(selection)
        instanceof FieldSetParser.Outcome.Parsed(FieldSet fields))) {
      return "it does not parse";
    }
    if (fields.isEmpty()) {
      return "it selects nothing";
    }
    boolean picks = fields.parts().stream().allMatch(FieldSet.Pick.class::isInstance);
    boolean narrows = fields.parts().stream().allMatch(FieldSet.Narrow.class::isInstance);
    if (picks) {
      return fields.parts().size() == 1
          ? pickProblem(fields, setters)
          : "it selects several fields";
    }
    return narrows ? narrowProblem(fields, setters) : "it mixes fields and fragments";
  }

  private @Nullable String pickProblem(FieldSet fields, List<TypeNode> setters) {
    for (TypeNode setter : setters) {
      TypeRef type = single(setter, fields);
      if (type == null) {
        return "it does not select one value on " + setter.name();
      }
      if (!fits(type, wanted)) {
        return "it gives " + type + " on " + setter.name() + " but the argument is " + wanted;
      }
    }
    return null;
  }

  private @Nullable String narrowProblem(FieldSet fields, List<TypeNode> setters) {
    Set<String> conditions = new HashSet<>();
    Set<String> unused = new HashSet<>();
    for (FieldSet.Part part : fields.parts()) {
      String condition = part instanceof FieldSet.Narrow narrow ? narrow.type() : null;
      TypeNode type = condition == null ? null : subgraph.type(condition);
      if (type == null || type.kind() != TypeKind.OBJECT) {
        return "its fragments must name object types";
      }
      if (!conditions.add(type.name())) {
        return "it has two fragments on " + type.name();
      }
      unused.add(type.name());
    }
    for (TypeNode setter : setters) {
      String problem = narrowProblem(fields, setter, unused);
      if (problem != null) {
        return problem;
      }
    }
    return unused.isEmpty()
        ? null
        : "no type that sets the context can be " + String.join(", ", unused);
  }

  private @Nullable String narrowProblem(FieldSet fields, TypeNode setter, Set<String> unused) {
    Set<String> possible = subgraph.schema().runtimeTypes(setter.name());
    boolean any = false;
    for (FieldSet.Part part : fields.parts()) {
      if (!(part instanceof FieldSet.Narrow(String condition, List<String> _, FieldSet below))
          || condition == null
          || !possible.contains(condition)) {
        continue;
      }
      any = true;
      unused.remove(condition);
      TypeNode type = subgraph.type(condition);
      TypeRef given = type == null ? null : single(type, below);
      // Other subgraphs may add types that no fragment covers, so the value can always be missing.
      if (given == null || !fits(given.optional(), wanted)) {
        return "it gives " + given + " on " + condition + " but the argument is " + wanted;
      }
    }
    return any ? null : "no fragment is for " + setter.name();
  }

  /**
   * The type of the one leaf selected, with the lists on the way; null when it is not exactly one.
   */
  private @Nullable TypeRef single(TypeNode parent, FieldSet fields) {
    if (parent.interfaceObject()
        || fields.parts().size() != 1
        || !(fields.parts().getFirst() instanceof FieldSet.Pick pick)) {
      return null;
    }
    FieldNode field = parent.fields().get(pick.name());
    if (field == null || pick.alias() != null || !pick.directives().isEmpty()) {
      return null;
    }
    TypeNode type = subgraph.type(field.type().baseName());
    boolean composite = type != null && type.kind().composite();
    if (composite == pick.below().isEmpty()) {
      return null;
    }
    if (!composite || type == null) {
      return field.type();
    }
    TypeRef below = single(type, pick.below());
    return below == null ? null : wrapped(field.type(), below);
  }

  private static TypeRef wrapped(TypeRef outer, TypeRef inner) {
    return switch (outer) {
      case TypeRef.Named _ -> inner.optional();
      case TypeRef.ListOf list -> new TypeRef.ListOf(wrapped(list.element(), inner));
      case TypeRef.NonNull nonNull -> {
        TypeRef below =
            nonNull.nullable() instanceof TypeRef.Named
                ? inner
                : wrapped(nonNull.nullable(), inner);
        yield below.required() || nonNull.nullable() instanceof TypeRef.Named
            ? below
            : new TypeRef.NonNull(below);
      }
    };
  }

  private static boolean fits(TypeRef given, TypeRef wanted) {
    if (given instanceof TypeRef.NonNull inner) {
      return fits(inner.nullable(), wanted.optional());
    }
    if (given instanceof TypeRef.ListOf one && wanted instanceof TypeRef.ListOf other) {
      return fits(one.element(), other.element());
    }
    return given instanceof TypeRef.Named && given.equals(wanted);
  }
}
