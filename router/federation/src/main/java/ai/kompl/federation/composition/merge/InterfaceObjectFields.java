package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives implementations the fields that only an interface object knows of. */
final class InterfaceObjectFields {
  private final MergeRun run;
  private final AccessSources access;

  InterfaceObjectFields(MergeRun run, AccessSources access) {
    this.run = run;
    this.access = access;
  }

  Map<String, MergedType> complete(Map<String, MergedType> types) {
    Map<String, MergedType> out = new LinkedHashMap<>(types);
    for (MergedType type : types.values()) {
      if (type.node().kind() == TypeKind.OBJECT) {
        out.put(type.name(), complete(type, types));
      }
    }
    return out;
  }

  private MergedType complete(MergedType type, Map<String, MergedType> types) {
    MergedType result = type;
    for (String name : type.node().interfaces()) {
      MergedType abstraction = types.get(name);
      if (abstraction == null) {
        continue;
      }
      for (FieldNode field : abstraction.node().fields().values()) {
        if (!result.node().fields().containsKey(field.name()) && abstracted(name, field.name())) {
          result = result.withAbstractedField(copied(type.name(), field));
          new SharingCheck(run)
              .check(FieldSources.of(run, type.name(), field.name()), new Overridden());
        }
      }
    }
    return result;
  }

  private boolean abstracted(String interfaceName, String field) {
    return run.subgraphs().stream()
        .anyMatch(subgraph -> {
          TypeNode stand = subgraph.type(interfaceName);
          return stand != null
              && stand.interfaceObject()
              && stand.fields().containsKey(field)
              && !run.externals(subgraph).external(interfaceName, field);
        });
  }

  /**
   * Access requirements of the interface field speak for all its implementations; the copy gets its
   * own.
   */
  private FieldNode copied(String type, FieldNode field) {
    List<Applied> directives = new ArrayList<>(field.directives());
    directives.removeIf(Applications::access);
    String coordinate = type + "." + field.name();
    directives.addAll(run.applications().mergeAccess(coordinate, access.of(coordinate)));
    return field.withDirectives(directives);
  }
}
