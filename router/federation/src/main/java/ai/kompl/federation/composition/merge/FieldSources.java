package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one field of the supergraph comes from.
 *
 * @param type the type that holds it
 * @param name its name
 * @param present the subgraphs that have the field under this type
 * @param absent names of the subgraphs that have the type but not the field
 * @param abstracted fields of interface objects that stand for this field, in subgraphs without the
 *     type
 */
record FieldSources(
    String type,
    String name,
    List<Source<FieldNode>> present,
    List<String> absent,
    List<Source<AbstractedField>> abstracted) {

  /** A field of an interface object. */
  record AbstractedField(String type, FieldNode field) {}

  String coordinate() {
    return type + "." + name;
  }

  static FieldSources of(MergeRun run, String type, String name) {
    List<Source<FieldNode>> present = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    List<Source<AbstractedField>> abstracted = new ArrayList<>();
    for (var subgraph : run.subgraphs()) {
      TypeNode node = subgraph.type(type);
      FieldNode field = node == null ? null : node.fields().get(name);
      if (field != null) {
        present.add(new Source<>(subgraph, field));
      } else if (node != null) {
        absent.add(subgraph.name());
      } else if (run.outline().kindOf(type) == TypeKind.OBJECT) {
        addAbstracted(run, subgraph, type, name, abstracted);
      }
    }
    return new FieldSources(type, name, present, absent, abstracted);
  }

  private static void addAbstracted(
      MergeRun run,
      Subgraph subgraph,
      String type,
      String name,
      List<Source<AbstractedField>> found) {
    for (String interfaceName : run.outline().interfacesOf(type)) {
      TypeNode stand = subgraph.type(interfaceName);
      FieldNode field = stand != null && stand.interfaceObject() ? stand.fields().get(name) : null;
      if (field != null) {
        found.add(new Source<>(subgraph, new AbstractedField(interfaceName, field)));
      }
    }
  }
}
