package ai.kompl.kit;

import ai.kompl.tenancy.data.JobHandler;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What makes up a subgraph.
 *
 * @param name its name in the supergraph, lower case
 * @param sdl its schema as written, with its {@code @link}s
 * @param resolvers what answers the schema's fields
 * @param jobs what does its background jobs, by kind; kinds begin with the subgraph's name
 * @param documents JSON texts that it publishes to anyone over HTTP, by path
 */
public record SubgraphDefinition(
    String name,
    String sdl,
    Resolvers resolvers,
    Map<String, JobHandler> jobs,
    Map<String, Supplier<String>> documents) {

  public SubgraphDefinition {
    jobs = Map.copyOf(jobs);
    documents = Map.copyOf(documents);
    for (String kind : jobs.keySet()) {
      if (!kind.startsWith(name + ".")) {
        throw new IllegalArgumentException("job kind " + kind + " does not begin with " + name);
      }
    }
  }

  /** A subgraph without background jobs and documents. */
  public SubgraphDefinition(String name, String sdl, Resolvers resolvers) {
    this(name, sdl, resolvers, Map.of(), Map.of());
  }

  /** The same subgraph with background jobs. */
  public SubgraphDefinition withJobs(Map<String, JobHandler> newJobs) {
    return new SubgraphDefinition(name, sdl, resolvers, newJobs, documents);
  }

  /** The same subgraph with published documents. */
  public SubgraphDefinition withDocuments(Map<String, Supplier<String>> newDocuments) {
    return new SubgraphDefinition(name, sdl, resolvers, jobs, newDocuments);
  }
}
