package ai.kompl.federation.composition.subgraph;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Gives the root types their usual names, so that the roots of all subgraphs meet. */
final class RootNames {
  private final ProblemSink sink;

  RootNames(ProblemSink sink) {
    this.sink = sink;
  }

  /**
   * Renames.
   *
   * @param roots usual name to the name in SDL, as far as the schema element tells
   */
  Map<String, TypeNode> normalise(
      Map<String, TypeNode> types, Map<String, String> roots, SourcePosition schema) {
    Map<String, String> renames = new LinkedHashMap<>();
    for (Map.Entry<String, String> root : roots.entrySet()) {
      TypeNode type = types.get(root.getValue());
      if (type == null) {
        String message =
            "[" + schema.subgraph() + "] the root type " + root.getValue() + " is not defined";
        sink.error(ErrorCode.INVALID_GRAPHQL, message, root.getValue(), schema);
      } else if (!root.getKey().equals(root.getValue())) {
        planRename(types, root.getKey(), type, renames);
      }
    }
    return renames.isEmpty() ? types : renamed(types, renames);
  }

  private void planRename(
      Map<String, TypeNode> types, String usual, TypeNode type, Map<String, String> renames) {
    TypeNode other = types.get(usual);
    if (other != null) {
      String message =
          "["
              + type.position().subgraph()
              + "] "
              + type.name()
              + " is the "
              + usual.toLowerCase(Locale.ROOT)
              + " root, but another type is called "
              + usual
              + "; rename that type or make it the root";
      sink.error(
          ErrorCode.valueOf("ROOT_" + usual.toUpperCase(Locale.ROOT) + "_USED"),
          message,
          usual,
          other.position());
    } else {
      renames.put(type.name(), usual);
    }
  }

  private static Map<String, TypeNode> renamed(
      Map<String, TypeNode> types, Map<String, String> renames) {
    Map<String, TypeNode> out = new LinkedHashMap<>();
    for (TypeNode type : types.values()) {
      String name = renames.getOrDefault(type.name(), type.name());
      Map<String, FieldNode> fields = new LinkedHashMap<>();
      type.fields().values().forEach(field -> fields.put(field.name(), renamed(field, renames)));
      Set<String> members = new LinkedHashSet<>();
      type.members().forEach(member -> members.add(renames.getOrDefault(member, member)));
      out.put(name, type.renamed(name).withFields(fields).withMembers(members));
    }
    return out;
  }

  private static FieldNode renamed(FieldNode field, Map<String, String> renames) {
    String name = renames.get(field.type().baseName());
    if (name == null) {
      return field;
    }
    return new FieldNode(
        field.name(),
        field.description(),
        field.type().rename(name),
        field.arguments(),
        field.directives(),
        field.position());
  }
}
