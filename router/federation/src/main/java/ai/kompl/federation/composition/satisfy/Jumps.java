package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldSet;
import ai.kompl.federation.composition.subgraph.FieldSetParser;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The ways into a subgraph for values of a concrete type: by a key of the type or of an interface
 * object, or by a root.
 */
final class Jumps {
  /**
   * A way in.
   *
   * @param spot where it leads
   * @param type the name that a representation gives the value; an interface's when the subgraph is
   *     entered as that
   * @param key what must be known for it
   * @param keyText the same for keys that are equal but for the order of their parts
   */
  record Jump(int spot, int graph, String type, FieldSet key, String keyText) {}

  private final MergedSchema merged;
  private final SchemaModel schema;
  private final Spots spots;
  private final Map<String, List<Jump>> cache = new HashMap<>();

  Jumps(MergedSchema merged, SchemaModel schema, Spots spots) {
    this.merged = merged;
    this.schema = schema;
    this.spots = spots;
  }

  List<Jump> of(String type) {
    return cache.computeIfAbsent(type, this::collect);
  }

  private List<Jump> collect(String type) {
    List<Jump> found = new ArrayList<>();
    TypeNode node = schema.type(type);
    for (int graph = 0; graph < merged.subgraphs().size(); graph++) {
      TypeNode own = merged.subgraphs().get(graph).type(type);
      if (own != null && own.kind() == TypeKind.OBJECT) {
        collect(graph, own, own, found);
      }
      for (String name : node == null ? List.<String>of() : node.interfaces()) {
        TypeNode abstraction = merged.subgraphs().get(graph).type(name);
        if (abstraction != null && abstraction.interfaceObject()) {
          collect(graph, abstraction, abstraction, found);
        } else if (abstraction != null && own != null && own.interfaces().contains(name)) {
          collect(graph, abstraction, own, found);
        }
      }
    }
    return found;
  }

  private void collect(int graph, TypeNode entered, TypeNode landed, List<Jump> found) {
    int spot = spots.id(new Spot(graph, landed.name(), FieldSet.EMPTY));
    if (SchemaModel.ROOTS.contains(entered.name())) {
      found.add(new Jump(spot, graph, entered.name(), FieldSet.EMPTY, ""));
    }
    for (Applied key : entered.all(FederationDirective.KEY)) {
      String fields = key.string("fields");
      if (key.flag("resolvable", true) && fields != null) {
        FieldSet parsed = FieldSetParser.parseChecked(fields);
        found.add(new Jump(spot, graph, entered.name(), parsed, text(parsed)));
      }
    }
  }

  private static String text(FieldSet key) {
    return key.parts().stream()
        .map(part -> new FieldSet(List.of(part)).text())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** Whether the type can be entered again in that subgraph. */
  boolean enterable(int graph, String type) {
    TypeNode node = merged.subgraphs().get(graph).type(type);
    return node != null
        && node.all(FederationDirective.KEY).stream().anyMatch(key -> key.flag("resolvable", true));
  }
}
