package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A type of the supergraph with its record of graphs.
 *
 * @param node the merged type; its applied directives are those that the supergraph carries
 * @param joins one entry for each graph and key
 * @param implementing interface name to the subgraphs that declare it
 * @param fields field (or input field) name to its entries; a field without any is in all graphs of
 *     the type
 * @param members union member to the subgraphs that declare it
 * @param values enum value to the subgraphs that declare it
 * @param directives directives bound to graphs, by coordinate within the type: empty for the type
 *     itself
 */
public record MergedType(
    TypeNode node,
    List<JoinType> joins,
    Map<String, List<String>> implementing,
    Map<String, List<JoinField>> fields,
    Map<String, List<String>> members,
    Map<String, List<String>> values,
    Map<String, List<JoinDirective>> directives) {

  /** Copies all parts, keeping their order. */
  public MergedType {
    joins = List.copyOf(joins);
    implementing = ordered(implementing);
    fields = ordered(fields);
    members = ordered(members);
    values = ordered(values);
    directives = ordered(directives);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** The type's name. */
  public String name() {
    return node.name();
  }

  /** The same with another merged node. */
  public MergedType withNode(TypeNode other) {
    return new MergedType(other, joins, implementing, fields, members, values, directives);
  }

  /** The same with one more field, of which no graph knows under this type. */
  public MergedType withAbstractedField(FieldNode field) {
    Map<String, FieldNode> nodes = new LinkedHashMap<>(node.fields());
    nodes.put(field.name(), field);
    Map<String, List<JoinField>> entries = new LinkedHashMap<>(fields);
    entries.put(field.name(), List.of(JoinField.ofInterfaceObject()));
    return new MergedType(
        node.withFields(nodes), joins, implementing, entries, members, values, directives);
  }
}
