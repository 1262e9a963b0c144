package ai.kompl.kit;

import ai.kompl.tenancy.data.JobHandler;
import java.util.Map;

/**
 * What makes up a subgraph.
 *
 * @param name its name in the supergraph, lower case
 * @param sdl its schema as written, with its {@code @link}s
 * @param resolvers what answers the schema's fields
 * @param jobs what does its background jobs, by kind; kinds begin with the subgraph's name
 */
public record SubgraphDefinition(
    String name, String sdl, Resolvers resolvers, Map<String, JobHandler> jobs) {

  public SubgraphDefinition {
    jobs = Map.copyOf(jobs);
    for (String kind : jobs.keySet()) {
      if (!kind.startsWith(name + ".")) {
        throw new IllegalArgumentException("job kind " + kind + " does not begin with " + name);
      }
    }
  }

  /** A subgraph without background jobs. */
  public SubgraphDefinition(String name, String sdl, Resolvers resolvers) {
    this(name, sdl, resolvers, Map.of());
  }
}
