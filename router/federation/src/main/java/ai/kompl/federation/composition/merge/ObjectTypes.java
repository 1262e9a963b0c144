package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merges objects and interfaces. */
final class ObjectTypes {
  private final MergeRun run;
  private final OutputFields fields;
  private final Overrides overrides;
  private final SharingCheck sharing;
  private final TypeHints hints;
  private final InterfaceCheck interfaces;

  ObjectTypes(MergeRun run, AccessSources access) {
    this.run = run;
    this.fields = new OutputFields(run, access);
    this.overrides = new Overrides(run);
    this.sharing = new SharingCheck(run);
    this.hints = new TypeHints(run);
    this.interfaces = new InterfaceCheck(run);
  }

  MergedType merge(
      TypeNode empty,
      List<Source<TypeNode>> sources,
      List<JoinType> joins,
      Map<String, List<JoinDirective>> bound) {
    boolean valueType = valueType(empty, sources);
    Map<String, FieldNode> nodes = new LinkedHashMap<>();
    Map<String, List<JoinField>> entries = new LinkedHashMap<>();
    for (String name : fieldNames(sources)) {
      FieldSources field = FieldSources.of(run, empty.name(), name);
      if (valueType) {
        hints.valueField(field, empty.kind(), sources);
      }
      Overridden overridden = overrides.of(field);
      OutputFields.Merged merged = fields.merge(field, overridden);
      if (empty.kind() == TypeKind.OBJECT) {
        sharing.check(field, overridden);
      }
      if (merged != null) {
        nodes.put(name, merged.node());
        putUnlessEmpty(entries, name, merged.joins());
        putUnlessEmpty(bound, name, merged.directives());
      }
    }
    Map<String, List<String>> implementing = implementing(sources);
    TypeNode node = empty.withFields(nodes).withInterfaces(implementing.keySet());
    return new MergedType(node, joins, implementing, entries, Map.of(), Map.of(), bound);
  }

  private boolean valueType(TypeNode empty, List<Source<TypeNode>> sources) {
    if (empty.kind() == TypeKind.INTERFACE) {
      return !interfaces.check(empty.name(), sources);
    }
    hints.entity(empty.name(), sources);
    return sources.stream().noneMatch(source -> source.element().entity())
        && !SchemaModel.ROOTS.contains(empty.name());
  }

  private static <V> void putUnlessEmpty(Map<String, List<V>> map, String key, List<V> values) {
    if (!values.isEmpty()) {
      map.put(key, values);
    }
  }

  private static Set<String> fieldNames(List<Source<TypeNode>> sources) {
    Set<String> names = new LinkedHashSet<>();
    sources.forEach(source -> names.addAll(source.element().fields().keySet()));
    return names;
  }

  private static Map<String, List<String>> implementing(List<Source<TypeNode>> sources) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (Source<TypeNode> source : sources) {
      source
          .element()
          .interfaces()
          .forEach(name -> found.computeIfAbsent(name, _ -> new ArrayList<>()).add(source.name()));
    }
    return found;
  }
}
