package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Elements whose access requirements also hold elsewhere: an interface and its fields need what any
 * implementation needs, and implementations need what an interface object's fields need.
 */
final class AccessSources {
  private final MergeRun run;
  private final Map<String, List<Source<? extends Element>>> more = new LinkedHashMap<>();

  AccessSources(MergeRun run) {
    this.run = run;
    for (Subgraph subgraph : run.subgraphs()) {
      subgraph.schema().types().values().stream()
          .filter(type -> type.kind() == TypeKind.OBJECT)
          .forEach(type -> collect(subgraph, type));
    }
  }

  /** The further elements for a coordinate. */
  List<Source<? extends Element>> of(String coordinate) {
    return more.getOrDefault(coordinate, List.of());
  }

  private void collect(Subgraph subgraph, TypeNode type) {
    Set<String> interfaces = run.outline().interfacesOf(type.name());
    if (guarded(type) && !type.interfaceObject()) {
      interfaces.forEach(name -> add(name, new Source<>(subgraph, type)));
    }
    for (FieldNode field : type.fields().values()) {
      if (guarded(field) && !run.externals(subgraph).external(type.name(), field.name())) {
        Set<String> holders =
            type.interfaceObject() ? aroundInterfaceObject(type.name()) : interfaces;
        holders.forEach(name -> add(name + "." + field.name(), new Source<>(subgraph, field)));
      }
    }
  }

  private Set<String> aroundInterfaceObject(String interfaceName) {
    Set<String> around = new LinkedHashSet<>();
    for (String implementation : run.outline().implementations(interfaceName)) {
      around.add(implementation);
      around.addAll(run.outline().interfacesOf(implementation));
    }
    around.remove(interfaceName);
    return around;
  }

  private static boolean guarded(Element element) {
    return element.directives().stream().anyMatch(Applications::access);
  }

  private void add(String coordinate, Source<? extends Element> source) {
    more.computeIfAbsent(coordinate, _ -> new ArrayList<>()).add(source);
  }
}
