package ai.kompl.kit;

import ai.kompl.tenancy.data.EventConsumer;
import ai.kompl.tenancy.data.JobHandler;
import java.util.List;
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
 * @param consumers what applies events to its tables; groups begin with the subgraph's name
 */
public record SubgraphDefinition(
    String name,
    String sdl,
    Resolvers resolvers,
    Map<String, JobHandler> jobs,
    Map<String, Supplier<String>> documents,
    List<EventConsumer> consumers) {

  public SubgraphDefinition {
    jobs = Map.copyOf(jobs);
    documents = Map.copyOf(documents);
    consumers = List.copyOf(consumers);
    for (String kind : jobs.keySet()) {
      if (!kind.startsWith(name + ".")) {
        throw new IllegalArgumentException("job kind " + kind + " does not begin with " + name);
      }
    }
    for (EventConsumer consumer : consumers) {
      if (!consumer.subgraph().equals(name)) {
        throw new IllegalArgumentException(
            "group " + consumer.group() + " does not begin with " + name);
      }
    }
  }

  /** A subgraph without background jobs, documents and consumers. */
  public SubgraphDefinition(String name, String sdl, Resolvers resolvers) {
    this(name, sdl, resolvers, Map.of(), Map.of(), List.of());
  }

  /** The same subgraph with background jobs. */
  public SubgraphDefinition withJobs(Map<String, JobHandler> newJobs) {
    return new SubgraphDefinition(name, sdl, resolvers, newJobs, documents, consumers);
  }

  /** The same subgraph with published documents. */
  public SubgraphDefinition withDocuments(Map<String, Supplier<String>> newDocuments) {
    return new SubgraphDefinition(name, sdl, resolvers, jobs, newDocuments, consumers);
  }

  /** The same subgraph with consumers of events. */
  public SubgraphDefinition withConsumers(List<EventConsumer> newConsumers) {
    return new SubgraphDefinition(name, sdl, resolvers, jobs, documents, newConsumers);
  }
}
