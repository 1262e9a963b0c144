package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.DirectiveNode;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The supergraph as a value.
 *
 * @param subgraphs in order of their names
 * @param graphs subgraph name to its name in {@code join__Graph}
 * @param types by name
 * @param directives definitions that the supergraph keeps: executable ones and composed ones
 * @param features the custom features whose directives are composed
 * @param used federation directives that the supergraph carries, with the name they go by
 * @param schemaDirectives directives bound to graphs on the schema element
 */
public record MergedSchema(
    List<Subgraph> subgraphs,
    Map<String, String> graphs,
    Map<String, MergedType> types,
    Map<String, DirectiveNode> directives,
    List<ComposedFeature> features,
    Map<FederationDirective, String> used,
    List<JoinDirective> schemaDirectives) {

  /** A custom feature and the directives composed from it, local names to names in the feature. */
  public record ComposedFeature(String url, String name, Map<String, String> directives) {
    /** Copies the names. */
    public ComposedFeature {
      directives = Collections.unmodifiableMap(new LinkedHashMap<>(directives));
    }
  }

  /** Copies all parts, keeping their order. */
  public MergedSchema {
    subgraphs = List.copyOf(subgraphs);
    graphs = Collections.unmodifiableMap(new LinkedHashMap<>(graphs));
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    directives = Collections.unmodifiableMap(new LinkedHashMap<>(directives));
    features = List.copyOf(features);
    used = Collections.unmodifiableMap(new LinkedHashMap<>(used));
    schemaDirectives = List.copyOf(schemaDirectives);
  }

  /** The merged types alone. */
  public SchemaModel schema() {
    Map<String, TypeNode> nodes = new LinkedHashMap<>();
    types.forEach((name, type) -> nodes.put(name, type.node()));
    return new SchemaModel(nodes, directives, List.of());
  }

  /** The same with other types. */
  public MergedSchema withTypes(Map<String, MergedType> others) {
    return new MergedSchema(
        subgraphs, graphs, others, directives, features, used, schemaDirectives);
  }

  /** Names of the custom directives that the supergraph carries. */
  public Set<String> composedDirectives() {
    Set<String> names = new LinkedHashSet<>();
    features.forEach(feature -> names.addAll(feature.directives().keySet()));
    return names;
  }
}
