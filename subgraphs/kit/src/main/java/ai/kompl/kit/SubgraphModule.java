package ai.kompl.kit;

/**
 * A subgraph as the launcher sees it. Its migrations are found by its name: {@code
 * db/<name>/platform} for shared tables, {@code db/<name>/tenant} for those of every tenant.
 */
public interface SubgraphModule {

  /** The subgraph's name in the supergraph, lower case. */
  String name();

  /** Joins the subgraph's schema, resolvers and jobs; runs nothing yet. */
  SubgraphDefinition open(SubgraphServices services);
}
