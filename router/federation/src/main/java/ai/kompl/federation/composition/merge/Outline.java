package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import ai.kompl.federation.composition.subgraph.TypeRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which types there will be, of what kind, and how they stand to each other; made before any part
 * is merged.
 */
final class Outline {
  private final Map<String, TypeKind> kinds = new LinkedHashMap<>();
  private final Map<String, Set<String>> interfaces = new LinkedHashMap<>();
  private final Map<String, Set<String>> members = new LinkedHashMap<>();
  private final Set<String> inconsistent = new LinkedHashSet<>();

  Outline(List<Subgraph> subgraphs, ProblemSink sink) {
    for (Subgraph subgraph : subgraphs) {
      subgraph.schema().types().values().forEach(this::add);
    }
    inconsistent.forEach(name -> report(name, subgraphs, sink));
  }

  private void add(TypeNode type) {
    TypeKind kind = kind(type);
    TypeKind before = kinds.putIfAbsent(type.name(), kind);
    if (before != null && before != kind) {
      inconsistent.add(type.name());
    }
    interfaces.computeIfAbsent(type.name(), _ -> new LinkedHashSet<>()).addAll(type.interfaces());
    members.computeIfAbsent(type.name(), _ -> new LinkedHashSet<>()).addAll(type.members());
  }

  private static TypeKind kind(TypeNode type) {
    return type.interfaceObject() ? TypeKind.INTERFACE : type.kind();
  }

  private static void report(String name, List<Subgraph> subgraphs, ProblemSink sink) {
    List<SourcePosition> positions = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    for (Subgraph subgraph : subgraphs) {
      TypeNode type = subgraph.type(name);
      if (type != null) {
        positions.add(type.position());
        kinds.add(
            (type.interfaceObject() ? "@interfaceObject " : "")
                + type.kind().keyword()
                + " in "
                + subgraph.name());
      }
    }
    String message =
        "type "
            + name
            + " must be of one kind everywhere, but is "
            + String.join(", ", kinds)
            + "; rename it where it means something else";
    sink.error(ErrorCode.TYPE_KIND_MISMATCH, message, name, positions);
  }

  Set<String> typeNames() {
    return kinds.keySet();
  }

  TypeKind kindOf(String name) {
    return kinds.getOrDefault(name, TypeKind.SCALAR);
  }

  boolean consistent(String name) {
    return !inconsistent.contains(name);
  }

  Set<String> interfacesOf(String name) {
    return interfaces.getOrDefault(name, Set.of());
  }

  Set<String> membersOf(String name) {
    return members.getOrDefault(name, Set.of());
  }

  /** Object types that implement the interface in any subgraph. */
  Set<String> implementations(String name) {
    Set<String> found = new LinkedHashSet<>();
    interfaces.forEach((type, all) -> {
      if (all.contains(name) && kindOf(type) == TypeKind.OBJECT) {
        found.add(type);
      }
    });
    return found;
  }

  /** Whether every value of the first type is one of the second, the merged schema in view. */
  boolean subtype(TypeRef specific, TypeRef general) {
    return specific.subtypeOf(
        general,
        (one, other) -> interfacesOf(one).contains(other) || membersOf(other).contains(one));
  }
}
